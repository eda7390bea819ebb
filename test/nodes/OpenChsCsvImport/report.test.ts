import Papa from 'papaparse';

import { secondsFor, spanOf } from '../../../nodes/OpenChsCsvImport/estimate';
import { endingSentence } from '../../../nodes/OpenChsCsvImport/endingSentence';
import { LikenessBook } from '../../../nodes/OpenChsCsvImport/likeness';
import { toPage } from '../../../nodes/OpenChsCsvImport/page';
import { progressLine } from '../../../nodes/OpenChsCsvImport/progress';
import { isReadyFor, notReady } from '../../../nodes/OpenChsCsvImport/readiness';
import {
	correctionHeader,
	correctionLine,
	titleOf,
	toMarkdown,
} from '../../../nodes/OpenChsCsvImport/report';
import type { Problem } from '../../../nodes/OpenChsCsvImport/rowCase';
import type { Settings } from '../../../nodes/OpenChsCsvImport/settings';
import { stopWatch } from '../../../nodes/OpenChsCsvImport/stopRules';
import type { Summary } from '../../../nodes/OpenChsCsvImport/summary';
import { figures, notices, toJson } from '../../../nodes/OpenChsCsvImport/summary';
import { guideWords, Tally } from '../../../nodes/OpenChsCsvImport/tally';
import type { CaseRecord } from '../../../nodes/shared/record/case';
import { mappingOf } from './madeUp';

const PROBLEM: Problem = {
	column: 'priority',
	field: 'priority',
	code: 'refused_value',
	reason: "'Priority' was not accepted",
	advice: 'Use one of: low, medium, high, critical.',
};

function summaryWith(changes: Partial<Summary> = {}): Summary {
	const tally = new Tally(0);
	tally.addDone('created', ['plan'], 1_000);
	tally.addDone('created', [], 2_000);
	tally.addDone('already_there', [], 3_000);
	tally.addToFix(5, 'OLD-4', [PROBLEM], 4_000);
	return {
		mode: 'import',
		helpline: 'demo',
		isComplete: true,
		isReady: true,
		part: 1,
		rows: 4,
		tally,
		notSentYet: 0,
		ended: null,
		mapping: mappingOf(['case_number', 'title', 'category', 'priority']),
		showsHeaders: true,
		alike: null,
		comparedAll: true,
		remarks: [],
		seconds: 4,
		estimate: null,
		...changes,
	};
}

describe('the file to correct', () => {
	const row = { number: 5, key: 'OLD-4', cells: ['OLD-4', '=1+1, "so"', '+999', "'-x"] };
	const columns = ['case_number', 'title', 'reporter_phone', 'note'];

	it('holds row, key, column, code and reason, and no value unless that is asked', () => {
		expect(correctionHeader({ columns: null })).toBe(
			'import_row,external_key,import_column,import_code,import_reason\r\n',
		);
		expect(correctionLine(row, [PROBLEM], { columns: null })).toBe(
			`5,OLD-4,priority,refused_value,"'Priority' was not accepted. Use one of: low, medium, high, critical."\r\n`,
		);
	});

	it('holds the original cells where that is asked, marked where a spreadsheet would compute', () => {
		const text = correctionHeader({ columns }) + correctionLine(row, [PROBLEM], { columns });
		const { data } = Papa.parse<Record<string, string>>(text.trim(), { header: true });

		expect(data).toEqual([
			{
				import_row: '5',
				external_key: 'OLD-4',
				import_column: 'priority',
				import_code: 'refused_value',
				import_reason: expect.any(String),
				case_number: 'OLD-4',
				title: `'=1+1, "so"`,
				reporter_phone: "'+999",
				note: "''-x",
			},
		]);
	});

	it("keeps the key in the file's own column where there is one", () => {
		const header = correctionHeader({ columns: ['External_Key', 'title'] });

		expect(header).toBe(
			'import_row,import_column,import_code,import_reason,External_Key,title\r\n',
		);
		const line = correctionLine({ ...row, cells: ['k', 'x'] }, [PROBLEM], {
			columns: ['External_Key', 'title'],
		});
		expect(line.endsWith(',k,x\r\n')).toBe(true);
	});

	it('names every column and every reason of a row, and leaves a key out that was refused', () => {
		const other: Problem = { ...PROBLEM, column: null, reason: 'Second', advice: 'Mend it.' };
		const line = correctionLine({ ...row, key: null }, [PROBLEM, other], { columns: null });

		expect(line).toMatch(/^5,,"priority, ",refused_value,/);
		expect(line).toContain('critical. Second. Mend it.');
	});
});

describe('the counts', () => {
	it('are told in the order in which people ask', () => {
		expect(figures(summaryWith()).map(({ label, value }) => `${label}: ${value}`)).toEqual([
			'Rows in the file: 4',
			'Created: 2',
			'Already there: 1',
			'To fix: 1',
			'Took: 4 seconds',
		]);
		const pace = { creates: 50, windowMs: 3_600_000 };
		const check = summaryWith({
			mode: 'check',
			notSentYet: 2,
			estimate: { seconds: 68_400, pace },
		});
		expect(figures(check).map(({ label, value }) => `${label}: ${value}`)).toEqual([
			'Rows in the file: 4',
			'Would be created: 0',
			'Already there: 1',
			'To fix: 1',
			'Not sent yet: 2',
			'Took: 4 seconds',
			'The import will take: about 19 hours (this server takes 50 cases in 60 minutes)',
		]);
	});

	it("hold the guide's two members beside richer ones", () => {
		const json = toJson(summaryWith());

		expect(json.imported).toBe(2);
		expect(json.errors).toEqual(['Row OLD-4: Invalid priority']);
		expect(json).toMatchObject({
			mode: 'import',
			complete: true,
			rows: 4,
			created: 2,
			already_there: 1,
			to_fix: 1,
			not_sent_yet: 0,
			resume_at: null,
			fields_without_a_place: { plan: 1 },
			reasons: [
				{
					column: 'priority',
					code: 'refused_value',
					reason: "'Priority' was not accepted",
					count: 1,
					rows: [5],
				},
			],
		});
		expect('ready' in json).toBe(false);
		expect(toJson(summaryWith({ mode: 'check' })).ready).toBe(true);
	});

	it.each([
		[{ ...PROBLEM, code: 'missing_field', field: 'title' }, 'Title is required'],
		[{ ...PROBLEM, code: 'missing_field', field: 'category' }, 'Missing required field: category'],
		[PROBLEM, 'Invalid priority'],
		[{ ...PROBLEM, code: 'timeout', field: null }, "'Priority' was not accepted"],
	] as Array<[Problem, string]>)("speak the guide's words (%#)", (problem, words) => {
		expect(guideWords(problem)).toBe(words);
	});

	it('keep a bounded number of errors, rows, reasons and moments', () => {
		const tally = new Tally(0);
		for (let n = 0; n < 5_000; n++) {
			tally.addToFix(n, String(n), [{ ...PROBLEM, reason: `reason ${n % 400}` }], n);
			tally.addDoubt('category', n);
		}

		expect(tally.errors).toHaveLength(1_000);
		expect(tally.reasons).toHaveLength(200);
		expect(tally.reasons[0]).toMatchObject({ count: 13 });
		expect(tally.doubts.get('category')).toMatchObject({ count: 5_000 });
		expect(tally.doubts.get('category')?.rows).toHaveLength(20);
		expect(tally.timeLine.length).toBeLessThanOrEqual(120);
		expect(tally.timeLine.at(-1)?.done).toBeGreaterThan(4_800);
		expect(tally.done).toBe(5_000);
	});

	it('put rows with the same key under one reason', () => {
		const tally = new Tally(0);
		for (const n of [7, 9]) {
			const reason = `Row ${n} has the same key as row 3`;
			tally.addToFix(n, String(n), [{ ...PROBLEM, code: 'duplicate_key', reason }], 0);
		}

		expect(tally.reasons).toMatchObject([
			{ reason: 'Another row has the same key', count: 2, rows: [7, 9] },
		]);
		expect(tally.errors[0]).toBe('Row 7: Row 7 has the same key as row 3');
	});

	it('are corrected when a case turns out to be there', () => {
		const { tally } = summaryWith();
		tally.recount('created', 'already_there');

		expect(tally.counts).toMatchObject({ created: 1, already_there: 2 });
	});
});

describe('what to look at', () => {
	it('names what is missing, unknown, absent, doubtful, alike and not kept', () => {
		const mapping = mappingOf(['title', 'Shoe size'], {
			byHand: [{ column: 'gone', target: 'plan' }],
		});
		const summary = summaryWith({
			mode: 'check',
			mapping,
			comparedAll: false,
			alike: {
				inFile: { count: 21, rows: [[2, 9], ...new Array(20).fill([3, 4])] as never },
				onServer: { count: 1, rows: [6] },
			},
			remarks: ['A remark.'],
			ended: { sentence: 'Ended.', resumeAt: null },
		});
		summary.tally.addDoubt('category', 12);

		expect(notices(summary)).toEqual([
			'Ended.',
			"No column and no value for every row: 'Category', 'Priority'.",
			"Columns that nobody knows: 'Shoe size' (column 2).",
			"Column 1 of 'Columns' is not in the file.",
			'1 rows hold a category that this OpenCHS does not list (row 12).',
			"'plan' has no place in this OpenCHS: 1 rows were saved without it.",
			expect.stringMatching(/^21 rows look like another row of the file: 2 and 9; .*, and more\.$/),
			'1 rows look like a case that is there under another key (row 6).',
			'Likely duplicates were sought in the file only: this OpenCHS has too many cases to read them all.',
			'A remark.',
		]);
	});

	it('has no headers of a file whose first line is a row', () => {
		const mapping = mappingOf(['Zuri Testchild', 'CANARY']);
		const summary = summaryWith({ mapping, showsHeaders: false });

		const all = [toJson(summary), toMarkdown(summary), toPage(summary), notReady(mapping, false)];
		expect(JSON.stringify(all)).not.toMatch(/Testchild|CANARY/);
		expect(notReady(mapping, false).description).toContain('Nobody knows: column 1, column 2.');
	});
});

describe('the readiness of a file', () => {
	const refuse = { unknownColumns: 'refuse' } as Settings;

	it.each([
		[['title', 'category', 'priority'], 'refuse', true],
		[['title', 'category', 'priority', 'Shoe size'], 'refuse', false],
		[['title', 'category', 'priority', 'Shoe size'], 'leaveOut', true],
		[['title', 'category'], 'leaveOut', false],
	] as const)('%j with unknown columns: %s is %s', (columns, unknownColumns, expected) => {
		expect(isReadyFor(mappingOf(columns), { ...refuse, unknownColumns })).toBe(expected);
	});

	it('is missing when a column that was set by hand is not there', () => {
		const byHand = [{ column: 'gone', target: 'plan' }];
		const mapping = mappingOf(['title', 'category', 'priority'], { byHand });

		expect(isReadyFor(mapping, refuse)).toBe(false);
		expect(notReady(mapping, true)).toEqual({
			code: 'setting',
			message: 'The file cannot be imported yet, and nothing was written',
			description: "Not in the file: entry 1 of 'Columns'.",
		});
	});
});

describe('the report', () => {
	it('is a page of its own, with counts, bars, rows and a time line', () => {
		const page = toPage(summaryWith());

		expect(page).toContain('<title>Import: every row is done</title>');
		expect(page).toContain('<tr><td>Created</td><td>2</td></tr>');
		expect(page).toContain('width:100%');
		expect(page).toContain('<polyline');
		expect(page).toContain('row 5');
		expect(page).not.toMatch(/<script|https?:|src=|@import/);
	});

	it('escapes what stands in a header', () => {
		const mapping = mappingOf(['title', '<img src=x>|\n"&'], { suggests: false });
		const summary = summaryWith({ mapping });
		summary.tally.addToFix(2, '2', [{ ...PROBLEM, column: '<b>|\nx' }], 0);

		expect(toPage(summary)).not.toMatch(/<img|<b>\|/);
		expect(toPage(summary)).toContain('&lt;img src=x&gt;');
		expect(toMarkdown(summary)).toContain('| 1 | <b> x |');
	});

	it('says in Markdown what the page says', () => {
		const text = toMarkdown(summaryWith());

		expect(text).toContain('# Import: every row is done');
		expect(text).toContain('| Created | 2 |');
		expect(text).toContain("| 1 | priority | 'Priority' was not accepted | row 5 |");
		expect(text).toContain("- 'title' (column 2) becomes title (by its name)");
		expect(text).toContain("- 'case_number' (column 1) is the old case number");
	});

	it('tells what becomes of each kind of column', () => {
		const columns = ['external_key', 'Date', 'import_row', 'Shoe size', 'umri', 'x'];
		const byHand = [{ column: 'x', target: 'leave_out' }];
		const text = toMarkdown(summaryWith({ mapping: mappingOf(columns, { byHand }) }));

		expect(text).toContain("'external_key' (column 1) is the key of each row (by its name)");
		expect(text).toContain(
			"'Date' (column 2) is the old date: no server takes it (suggested, please look)",
		);
		expect(text).toContain("'import_row' (column 3) is left out (by its name)");
		expect(text).toContain("'Shoe size' (column 4) is known to nobody\n");
		expect(text).toContain("'umri' (column 5) becomes child_age (suggested, please look)");
		expect(text).toContain("'x' (column 6) is left out (as you set it)");
	});

	it.each([
		[{ mode: 'check', isReady: true }, 'Check: the import can begin'],
		[{ mode: 'check', isReady: false }, 'Check: not ready yet'],
		[{ isComplete: true }, 'Import: every row is done'],
		[{ isComplete: false }, 'Import: not every row is done yet'],
	] as Array<[Partial<Summary>, string]>)('has a title for %j', (changes, title) => {
		expect(titleOf(summaryWith(changes))).toBe(title);
	});
});

describe('the estimate', () => {
	const hourly = { creates: 50, windowMs: 3_600_000 };

	it.each([
		[1_000, 8, 50, null, 13],
		[0, 8, 50, null, 0],
		[50, 8, 50, hourly, 1],
		[51, 8, 50, hourly, 3_601],
		[1_000, 8, 50, hourly, 68_401],
		[100, 8, 50, { creates: 50, windowMs: 60_000 }, 61],
	])('%i rows, %i at a time, %i ms, %j: %i s', (writes, inFlight, answerMs, pace, expected) => {
		expect(secondsFor({ writes, inFlight, answerMs, pace })).toBe(expected);
	});

	it.each([
		[0.2, '1 second'],
		[45, '45 seconds'],
		[119, '119 seconds'],
		[120, '2 minutes'],
		[7_199, '120 minutes'],
		[7_200, 'about 2 hours'],
		[68_400, 'about 19 hours'],
		[172_800, 'about 2 days'],
	])('%s seconds are %s', (seconds, span) => {
		expect(spanOf(seconds)).toBe(span);
	});

	it('is renewed in the log while rows are done', () => {
		const tally = new Tally(0);
		for (let n = 0; n < 250; n++) tally.addDone('created', [], 0);
		tally.addToFix(1, '1', [PROBLEM], 0);

		expect(progressLine('Archive', 1_004, tally, 60_000)).toBe(
			'OpenCHS import "Archive": 251 of 1004 rows done, 1 to fix, 3 minutes left',
		);
		expect(progressLine('Archive', 9, new Tally(0), 60_000)).toBe(
			'OpenCHS import "Archive": 0 of 9 rows done, 0 to fix',
		);
	});
});

describe('the rules to stop', () => {
	function after(results: boolean[], inARow: number, percent: number) {
		const watch = stopWatch({ inARow, percent });
		return results.map((isToFix) => watch(isToFix));
	}

	it('end after so many rows in a row, and not before', () => {
		expect(after([true, true, false, true, true, true], 3, 0)).toEqual([
			...[null, null, null, null, null],
			'3 rows in a row were to fix',
		]);
	});

	it('end above a share of the rows, once there are fifty', () => {
		const results = Array.from({ length: 50 }, (_, n) => n % 5 === 0);

		expect(after(results, 0, 19).at(-1)).toBe('10 of 50 rows were to fix, more than 19 per cent');
		expect(after(results.slice(1), 0, 1)).toEqual(new Array(49).fill(null));
		expect(after(results, 0, 20).at(-1)).toBeNull();
	});

	it('are off at nought', () => {
		expect(after(new Array(200).fill(true), 0, 0)).toEqual(new Array(200).fill(null));
	});
});

describe('rows that look alike', () => {
	const record = (changes: object) => ({ ...changes }) as CaseRecord;

	it('are paired by phone and title, or by title and story where there is no phone', () => {
		const book = new LikenessBook();
		book.addRow(2, { title: 'Afraid', reporter_phone: '+999 700 000 001' });
		book.addRow(3, { title: ' AFRAID ', reporter_phone: '0700000001', description: 'x' });
		book.addRow(4, { title: 'Afraid', reporter_phone: '0700000002' });
		book.addRow(5, { title: 'Alone', description: 'A story' });
		book.addRow(6, { title: 'Alone', description: 'A  story' });
		book.addRow(7, { title: 'Alone' });
		book.addRow(8, { title: 'Alone' });
		book.addRow(9, { reporter_phone: '0700000001' });

		expect(book.alike.inFile).toEqual({
			count: 2,
			rows: [
				[2, 3],
				[5, 6],
			],
		});
	});

	it('are found among the cases of either server, once, and never by their own key', () => {
		const book = new LikenessBook();
		const phone = '0700000001';
		book.addRow(2, { title: 'Afraid', reporter_phone: phone });
		book.addRow(3, { title: 'Hungry', reporter_phone: phone });
		book.addRow(4, { title: 'Cold', reporter_phone: phone });
		book.addCase(record({ title: 'Afraid', reporter_phone: phone }), false);
		book.addCase(record({ title: 'Afraid', reporter_phone: phone }), false);
		book.addCase(
			record({ title: 'Neglect', description: 'Hungry\n\nx', reporter_phone: phone }),
			false,
		);
		book.addCase(record({ title: 'Cold', reporter_phone: phone }), true);
		book.addCase(record({ title: 'Other', reporter_phone: phone }), false);

		expect(book.alike.onServer).toEqual({ count: 2, rows: [2, 3] });
	});

	it('are listed up to a hundred', () => {
		const book = new LikenessBook();
		for (let n = 0; n < 150; n++) book.addRow(n, { title: 'x', reporter_phone: '0700000001' });

		expect(book.alike.inFile.count).toBe(149);
		expect(book.alike.inFile.rows).toHaveLength(100);
	});
});

describe('the sentence of an end', () => {
	const reason = { code: 'login', message: 'No login', description: 'Test it.' } as const;

	it.each([
		[
			{ why: 'part' },
			'2026-12-31T21:30:00Z',
			true,
			'This part ends here. The rest continues at 2027-01-01 00:30.',
		],
		[
			{ why: 'limit', reason },
			'2026-12-31T21:30:00Z',
			false,
			'OpenCHS asks to wait longer than this node does. Run the same file again after 2027-01-01 00:30: what is there is not made twice.',
		],
		[
			{ why: 'limit', reason },
			null,
			false,
			'OpenCHS asks to wait longer than this node does. Run the same file again later: what is there is not made twice.',
		],
		[
			{ why: 'rule', sentence: 'much was to fix' },
			null,
			false,
			'The import stopped because much was to fix. Correct what they have in common, then run the same file again.',
		],
		[
			{ why: 'server', reason },
			null,
			false,
			'No login. Test it. Then run the same file again: what is there is not made twice.',
		],
	] as Array<[Parameters<typeof endingSentence>[0], string | null, boolean, string]>)(
		'is in words, and in local time (%#)',
		(ending, at, goesOn, sentence) => {
			expect(endingSentence(ending, at, goesOn, 'Africa/Nairobi')).toBe(sentence);
		},
	);
});
