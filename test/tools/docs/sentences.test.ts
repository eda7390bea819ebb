import { codeSentSentence } from '../../../nodes/shared/session/sentences';
import { wrongEncoding } from '../../../nodes/OpenChsCsvImport/fileFault';
import { refusedKey } from '../../../nodes/shared/record/externalKey';
import {
	lostReason,
	notOfferedReason,
	statusReason,
	unclearReason,
} from '../../../nodes/shared/transport/sentences';
import { pageAsItStands } from '../../../tools/docs/pages.mts';
import { cell } from '../../../tools/docs/table.mts';
import { saidInText } from '../../support/saidInText.mts';

const REASON = `
	type Code = 'login' | 'binary' | 'timeout';
	interface Reason { code: Code; message: string; description?: string }
`;

describe('the reader of sentences', () => {
	it('reads what happened and what to do, constants put in and values left open', () => {
		const { reasons } = saidInText(`${REASON}
			const SWITCH = "'Ignore'";
			export const trust = (status: number): Reason => ({
				code: 'login',
				message: \`The server said \${status}, see \${SWITCH}\`,
				description: 'Look again.',
			});`);

		expect(reasons).toEqual([
			expect.objectContaining({
				code: 'login',
				message: "The server said …, see 'Ignore'",
				steps: ['Look again.'],
			}),
		]);
	});

	it('keeps together what each call of a function says', () => {
		const { reasons } = saidInText(`${REASON}
			const fault = (message: string, description: string): Reason => ({ code: 'binary', message, description });
			export const empty = fault('The file is empty', 'Look before.');
			export const large = fault('The file is large', 'Make it smaller.');`);

		expect(reasons.map(({ message, steps }) => [message, ...steps])).toEqual([
			['The file is empty', 'Look before.'],
			['The file is large', 'Make it smaller.'],
		]);
	});

	it('keeps together what two tables say under one name', () => {
		const { reasons } = saidInText(`${REASON}
			const SAYINGS: Record<string, string> = { few: 'There are too few', many: 'There are too many' };
			const STEPS: Record<string, string> = { few: 'Add some.', many: 'Take some out.' };
			export const of = (name: string): Reason => ({ code: 'binary', message: SAYINGS[name], description: STEPS[name] });`);

		expect(reasons.map(({ message, steps }) => [message, ...steps])).toEqual([
			['There are too few', 'Add some.'],
			['There are too many', 'Take some out.'],
		]);
	});

	it('finds a sentence that is no reason, and takes none of the texts of fields', () => {
		const { remarks } = saidInText(`
			export const remark = () => 'Some cases were left out here.';
			export const field = { displayName: 'Case', description: 'The case to work with, as it stands.' };`);

		expect(remarks.map(({ text }) => text)).toEqual(['Some cases were left out here.']);
	});

	it('stops at a sentence that it cannot read, with the place', () => {
		const text = `${REASON}
			declare const words: string[];
			export const strange: Reason = { code: 'timeout', message: words.join(' ') };`;

		expect(() => saidInText(text)).toThrow(/:6: this sentence cannot be read/);
	});
});

describe('the page of sentences', () => {
	const page = pageAsItStands('docs/troubleshooting.md');
	const patterns = page
		.split('\n')
		.flatMap((line) => /^\| (.+?) \| .* \|$/.exec(line)?.[1] ?? [])
		.map((said) => new RegExp(`^${said.split('…').map(escaped).join('.*')}$`));
	const isThere = (message: string) => patterns.some((pattern) => pattern.test(cell(message)));

	const statuses = [400, 401, 403, 404, 408, 409, 412, 413, 418, 429, 500, 503, 599];
	const said = [
		...statuses.map((status) => statusReason(status).message),
		...(['no_connection', 'timeout', 'cut', 'certificate', 'not_https'] as const).map(
			(how) => lostReason(how).message,
		),
		unclearReason('note').message,
		notOfferedReason('Anything').message,
		refusedKey('ada@example.org', {})?.message ?? '',
		wrongEncoding('UTF-8').reason.message,
		codeSentSentence('2026-03-02T08:00:00Z').message,
		codeSentSentence('').message,
	];

	it.each(said)('has what the code really says: %s', (message) => {
		expect(message).not.toBe('');
		expect(isThere(message)).toBe(true);
	});

	it('does not have just anything', () => {
		expect(isThere('The moon is made of cheese')).toBe(false);
	});
});

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
