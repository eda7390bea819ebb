import { NodeApiError } from 'n8n-workflow';

import { loginProblemOf, LoginProblem } from '../../../../nodes/shared/session/credential';
import type { Sentence } from '../../../../nodes/shared/session/sentences';
import {
	ANSWERED,
	CODES,
	codeSentSentence,
	FIELDS,
	inOneLine,
	LOST,
	REFUSED,
} from '../../../../nodes/shared/session/sentences';

const SENTENCES: Array<[string, Sentence]> = [
	...Object.entries(LOST),
	...Object.entries(ANSWERED),
	...Object.entries(FIELDS),
	...Object.entries(CODES),
	...Object.entries(REFUSED).flatMap(
		([kind, { login, rights }]): Array<[string, Sentence]> => [
			[`${kind} login`, login],
			[`${kind} rights`, rights],
		],
	),
	['codeSent', codeSentSentence('2026-11-24T10:05:33.000Z')],
];

const NODE = {
	id: '1',
	name: 'OpenCHS',
	type: 'openChs',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

describe('sentences of the credentials', () => {
	it.each(SENTENCES)(
		'%s: plain words, what happened, then what to do',
		(_name, { message, description }) => {
			for (const part of [message, description]) {
				expect(part).toMatch(/^['A-Z]/);
				expect(part).not.toMatch(/\.$|!|undefined|\[object|please|invalid|failed|failure/i);
			}
		},
	);

	it.each(SENTENCES)(
		'%s: is shown as it is, and is found again in the error of n8n',
		(_name, sentence) => {
			const problem = new LoginProblem(sentence, false);

			const shown = new NodeApiError(NODE, problem as never);

			expect(shown.message).toBe(inOneLine(sentence, false));
			expect(shown.httpCode).toBeNull();
			expect(loginProblemOf(shown)).toEqual(sentence);
		},
	);

	it.each(SENTENCES)('%s: says when certificates are not checked', (_name, sentence) => {
		const { message } = new LoginProblem(sentence, true);

		expect(message).toContain("certificate is not checked: 'Ignore SSL Issues (Insecure)' is on");
		expect(message).not.toBe(inOneLine(sentence, false));
	});

	it('names the time at which a code was sent, and leaves it out where it is unknown', () => {
		expect(codeSentSentence('2026-11-24T10:05:33.000Z').message).toBe(
			'A one-time code was sent at 10:05 UTC on 2026-11-24',
		);
		expect(codeSentSentence('some time').message).toBe('A one-time code was sent');
	});

	it('finds no sentence in an error of somebody else', () => {
		expect(loginProblemOf(new Error('some text', { cause: new Error('more') }))).toBeNull();
		expect(loginProblemOf('text')).toBeNull();
	});
});
