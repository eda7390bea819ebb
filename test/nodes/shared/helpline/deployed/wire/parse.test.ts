import fc from 'fast-check';

import {
	idInDamagedRow,
	isReadable,
	parseAnswer,
} from '../../../../../../nodes/shared/helpline/deployed/wire/parse';

const RUNS = { numRuns: 1_000 };

const WARNINGS = [
	'<br />\n<b>Warning</b>:  Undefined array key "yaxis" in <b>rest.php</b> on line <b>1190</b><br />\n',
	'\nWarning: Undefined array key {0} in rest.php on line 1190\n',
	'<br />\n<b>Deprecated</b>: something {"about": braces} in <b>rest.php</b><br />\n',
	'\uFEFF',
	'',
];

const answers = fc
	.array(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }), { maxLength: 6 })
	.map((cases) => ({ cases, cases_k: {}, cases_ctx: [['0', '20', '1', '1', '1', '', '']] }));

describe('parseAnswer', () => {
	it('reads an answer with or without a warning in front of it', () => {
		fc.assert(
			fc.property(answers, fc.constantFrom(...WARNINGS), (answer, warning) => {
				const parsed = parseAnswer(`${warning}${JSON.stringify(answer)}\n`);

				expect(parsed).toEqual({ ok: true, answer });
			}),
			RUNS,
		);
	});

	it('takes no part of an answer for the whole, wherever it breaks off', () => {
		fc.assert(
			fc.property(answers, fc.double({ min: 0, max: 0.999, noNaN: true }), (answer, share) => {
				const text = JSON.stringify(answer);

				expect(parseAnswer(text.slice(0, Math.floor(text.length * share))).ok).toBe(false);
			}),
			RUNS,
		);
	});

	it('never throws and never takes arbitrary text for an answer', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(parseAnswer(`<p>${text}</p>`).ok).toBe(false);
			}),
			RUNS,
		);
	});

	it.each([
		['an empty body', ' \n', 'empty'],
		['a web page', '<!DOCTYPE html><html></html>', 'html'],
		['a plain sentence', 'Could not connect to the database', 'html'],
		['half an answer', '{"cases":[["1","2"', 'half'],
		['an answer with a damaged row', '{"cases":[["1","caf\\u0"]],"cases_k":{}}', 'damaged'],
		[
			'a damaged row behind a warning',
			'<br />\n{"cases":[["1","caf\\u0"]],"cases_k":{}}',
			'damaged',
		],
		['a list', '[1, 2]', 'html'],
	])('tells %s', (_, text, why) => {
		expect(parseAnswer(text)).toEqual({ ok: false, why });
	});
});

describe('isReadable', () => {
	it('lets the door ask again for a page or half an answer, not for a damaged row', () => {
		expect(isReadable(parseAnswer('<html></html>'))).toBe(false);
		expect(isReadable(parseAnswer('{"cases":[["1"'))).toBe(false);
		expect(isReadable(parseAnswer('{"cases":[["1","\\u0"]]}'))).toBe(true);
	});
});

describe('idInDamagedRow', () => {
	it('finds the id wherever its column stands', () => {
		fc.assert(
			fc.property(fc.nat({ max: 8 }), fc.nat({ max: 999_999 }), (before, id) => {
				const cells = [...Array(before).fill('x \\" y'), String(id), 'caf\\u0'];
				const row = cells.map((cell) => `"${cell}"`).join(',');
				const map = `{"other":["${before + 1}","other","","",""],"id":["${before}","id","","ID",""]}`;

				expect(idInDamagedRow(`{"cases":[[${row}]\n]\n,"cases_k":${map}\n}`, 'cases')).toBe(
					String(id),
				);
			}),
			RUNS,
		);
	});

	it('says nothing when the columns cannot be read', () => {
		expect(idInDamagedRow('{"cases":[["7","\\u0"]]}', 'cases')).toBeNull();
	});
});
