import { heldAfter, differenceOf } from '../../../tools/chaos/export/destination.mts';

const made = (case_ref: string, status: string, updated_month: string | null = '2031-04') => ({
	case_ref,
	status,
	updated_month,
});
const row = (...given: Parameters<typeof made>) => `${JSON.stringify(made(...given))}\n`;
const cases = (text: string) => ({ name: 'cases_export_2031-04-02_020000.jsonl', text });
const vanished = (text: string) => ({ name: 'cases_vanished_2031-04-02_020000.jsonl', text });

describe('what a reader of the exported files holds', () => {
	it('is the last row of each case that did not vanish after it', () => {
		const rows = heldAfter([
			cases(row('a', 'open') + row('b', 'open')),
			vanished('{"case_ref":"b"}\n'),
			cases(row('a', 'closed') + row('c', 'open')),
		]);

		expect([...rows]).toEqual([
			['a', made('a', 'closed')],
			['c', made('c', 'open')],
		]);
	});

	it('is not spoilt by the half line of a night that was killed', () => {
		expect(heldAfter([cases(`${row('a', 'open')}{"case_ref":"b","sta`)]).size).toBe(1);
	});

	it('differs from the source by what is missing, old, or there for nothing', () => {
		const there = heldAfter([cases(row('same', 'open') + row('old', 'open') + row('extra', 'open'))]);
		const source = heldAfter([
			cases(row('same', 'open') + row('old', 'closed') + row('missing', 'open')),
		]);

		expect(differenceOf(there, source)).toEqual({ lost: ['old', 'missing'], extra: ['extra'] });
		expect(differenceOf(source, source)).toEqual({ lost: [], extra: [] });
	});

	it('may know a month of change that a list of all cases does not tell', () => {
		const known = heldAfter([cases(row('a', 'open'))]);
		const untold = heldAfter([cases(row('a', 'open', null))]);

		expect(differenceOf(known, untold).lost).toEqual([]);
		expect(differenceOf(untold, known).lost).toEqual(['a']);
		expect(differenceOf(known, heldAfter([cases(row('a', 'closed', null))])).lost).toEqual(['a']);
	});
});
