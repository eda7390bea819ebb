import {
	foldHeader,
	HEADER_WORDS,
	suggestField,
} from '../../../nodes/OpenChsCsvImport/headerWords';
import type { Mapping } from '../../../nodes/OpenChsCsvImport/mapping';
import { GUIDE_COLUMNS, isImported } from '../../../nodes/OpenChsCsvImport/mapping';
import { DEPLOYED, mappingOf, PUBLISHED } from './madeUp';

function targets({ columns }: Mapping) {
	return columns.map(({ target }) => (target.is === 'field' ? target.field : target.is));
}

function hows({ columns }: Mapping) {
	return columns.map(({ how }) => how);
}

describe("the guide's file", () => {
	it('needs no mapping', () => {
		const mapping = mappingOf(GUIDE_COLUMNS);

		expect(targets(mapping)).toEqual([...GUIDE_COLUMNS]);
		expect(new Set(hows(mapping))).toEqual(new Set(['by_name']));
		expect(mapping).toMatchObject({
			unknown: [],
			missing: [],
			absent: [],
			keyFrom: 'case_number',
			isReport: false,
		});
	});

	it('needs none without its header either', () => {
		const mapping = mappingOf(['1', '2', '3', '4', '5', '6'], { hasHeader: false });

		expect(targets(mapping)).toEqual([...GUIDE_COLUMNS]);
		expect(new Set(hows(mapping))).toEqual(new Set(['by_position']));
	});

	it('lacks five fields on a server of a helpline, unless each row gets a value', () => {
		const lacking = mappingOf(GUIDE_COLUMNS, { declared: DEPLOYED });
		const given = mappingOf(GUIDE_COLUMNS, {
			declared: DEPLOYED,
			values: {
				plan: 'Call back',
				gbv_related: 'no',
				reporter_name: 'Unknown',
				reporter_sex: 'Female',
			},
		});

		expect(lacking.missing.map(({ name }) => name)).toEqual([
			'reporter_name',
			'reporter_age_group',
			'reporter_sex',
			'plan',
			'gbv_related',
		]);
		expect(given.missing).toEqual([{ name: 'reporter_age_group', label: 'Reporter Age Group' }]);
	});
});

describe('any other file', () => {
	it('is read by header, in any order, by name or label, whatever the letter case', () => {
		const mapping = mappingOf(['Reporter Phone', 'PRIORITY', 'child-age', 'category', 'Title']);

		expect(targets(mapping)).toEqual([
			'reporter_phone',
			'priority',
			'child_age',
			'category',
			'title',
		]);
		expect(mapping.keyFrom).toBe('row');
	});

	it.each([
		['Umri', 'child_age'],
		['Simu', 'reporter_phone'],
		['Namba ya Simu', 'reporter_phone'],
		['Âge', 'child_age'],
		['AGE', 'child_age'],
		['Téléphone', 'reporter_phone'],
		['Nom de l’enfant', 'child_name'],
		['Jina la mtoto', 'child_name'],
		['Kipaumbele', 'priority'],
		['Priorité', 'priority'],
		['N° de dossier', 'case_number'],
		['Tarehe', 'created_at'],
		['Caller', 'reporter_name'],
		['E-mail', 'reporter_email'],
	])('suggests for the header %s the field %s', (header, field) => {
		const mapping = mappingOf([header]);

		expect(targets(mapping)).toEqual([field]);
		expect(hows(mapping)).toEqual(['suggested']);
	});

	it('suggests nothing where that is not wanted, nor what the server does not have', () => {
		expect(targets(mappingOf(['simu'], { suggests: false }))).toEqual(['unknown']);
		const fewer = PUBLISHED.filter(({ name }) => name !== 'reporter_phone');
		expect(targets(mappingOf(['simu'], { declared: fewer }))).toEqual(['unknown']);
	});

	it('lists what nobody knows, with its position', () => {
		expect(mappingOf(['title', 'Shoe size', 'category', 'Colour']).unknown).toEqual([
			{ header: 'Shoe size', position: 2 },
			{ header: 'Colour', position: 4 },
		]);
	});

	it('lists what is missing, once', () => {
		expect(mappingOf(['title', 'age']).missing).toEqual([
			{ name: 'category', label: 'Category' },
			{ name: 'priority', label: 'Priority' },
		]);
		const mapping = mappingOf(['title'], { values: { category: 'school', priority: ' ' } });
		expect(mapping.missing.map(({ name }) => name)).toEqual(['priority']);
	});

	it('lets the person decide first', () => {
		const mapping = mappingOf(['Phone', 'Title', 'Mobile', 'Notes of mine'], {
			byHand: [
				{ column: ' mobile ', target: 'reporter_phone' },
				{ column: 'TITLE', target: 'description' },
				{ column: 'Notes of mine', target: 'leave_out' },
				{ column: 'Not there', target: 'title' },
			],
		});

		expect(targets(mapping)).toEqual(['unknown', 'description', 'reporter_phone', 'left_out']);
		expect(hows(mapping)).toEqual(['not_at_all', 'by_hand', 'by_hand', 'by_hand']);
		expect(mapping.unknown).toEqual([{ header: 'Phone', position: 1 }]);
		expect(mapping.absent).toEqual([4]);
	});

	it('prefers a column that says its name to one that is guessed, wherever they stand', () => {
		expect(targets(mappingOf(['age', 'child_age']))).toEqual(['unknown', 'child_age']);
		expect(targets(mappingOf(['mobile', 'phone']))).toEqual(['reporter_phone', 'unknown']);
	});

	it('is read by position where it has no header', () => {
		const mapping = mappingOf(['1', '2', '3'], {
			hasHeader: false,
			byHand: [
				{ column: '3', target: 'title' },
				{ column: '1', target: 'external_key' },
			],
		});

		expect(targets(mapping)).toEqual(['external_key', 'unknown', 'title']);
		expect(mapping.keyFrom).toBe('external_key');
	});

	it('without a header has no names, whatever its first cells say', () => {
		expect(targets(mappingOf(['title', 'simu'], { hasHeader: false }))).toEqual([
			'unknown',
			'unknown',
		]);
	});

	it("is read by the label of a server's own field as well as by its name", () => {
		const declared = [
			...PUBLISHED,
			{
				name: 'extra_7',
				label: 'School Name',
				required: false,
				type: 'string' as const,
				isSent: true,
			},
		];

		expect(targets(mappingOf(['school name', 'simu'], { declared }))).toEqual([
			'extra_7',
			'reporter_phone',
		]);
		expect(targets(mappingOf(['EXTRA 7'], { declared }))).toEqual(['extra_7']);
		expect(hows(mappingOf(['school name'], { declared }))).toEqual(['by_name']);
	});

	it('leaves out as many columns as the person says', () => {
		const byHand = ['a', 'b'].map((column) => ({ column, target: 'leave_out' }));

		expect(targets(mappingOf(['a', 'b'], { byHand }))).toEqual(['left_out', 'left_out']);
	});

	it("of another width, or with columns set by hand, is not taken for the guide's", () => {
		expect(targets(mappingOf(['1', '2'], { hasHeader: false }))).toEqual(['unknown', 'unknown']);
		const byHand = [{ column: '1', target: 'title' }];
		const six = mappingOf(['1', '2', '3', '4', '5', '6'], { hasHeader: false, byHand });
		expect(targets(six).slice(1)).toEqual(new Array(5).fill('unknown'));
	});

	it('keeps nameless columns out without a word', () => {
		const mapping = mappingOf(['title', '']);

		expect(targets(mapping)).toEqual(['title', 'left_out']);
		expect(mapping.unknown).toEqual([]);
	});

	it('takes no notes, which every run would write anew', () => {
		expect(targets(mappingOf(['notes']))).toEqual(['unknown']);
		expect([isImported('notes'), isImported('status')]).toEqual([false, true]);
	});

	it('knows the columns of its own report', () => {
		const mapping = mappingOf(['import_row', 'import_reason', 'external_key', 'title']);

		expect(targets(mapping)).toEqual(['left_out', 'left_out', 'external_key', 'title']);
		expect(new Set(hows(mapping))).toEqual(new Set(['by_name']));
		expect(mapping).toMatchObject({ isReport: true, unknown: [], keyFrom: 'external_key' });
	});

	it('prefers an external key to a case number', () => {
		expect(mappingOf(['case_number', 'external_key']).keyFrom).toBe('external_key');
	});
});

describe('the words of headers', () => {
	const all = Object.entries(HEADER_WORDS).flatMap(([field, words]) =>
		words.map((word) => [foldHeader(word), field] as const),
	);

	it('mean one field each', () => {
		for (const [word, field] of all) expect([word, suggestField(word)]).toEqual([word, field]);
	});

	it('are never the name of another field', () => {
		const names = PUBLISHED.map(({ name }) => name);
		for (const [word, field] of all) {
			if (names.includes(word)) expect(word).toBe(field);
		}
	});

	it.each([
		['  Âge  de l’Enfant ', 'age_de_l_enfant'],
		['N° de dossier', 'n_de_dossier'],
		['__x--y__', 'x_y'],
		['ስልክ', 'ስልክ'],
		['***', ''],
	])('are compared in one form (%s)', (header, folded) => {
		expect(foldHeader(header)).toBe(folded);
	});

	it('suggest nothing for what they do not hold', () => {
		expect(suggestField('shoe size')).toBeNull();
		expect(suggestField('constructor')).toBeNull();
	});
});
