import type { GivenParts } from '../../../../../nodes/OpenChs/actions/case/given';
import { asOneReason, assembleCase } from '../../../../../nodes/OpenChs/actions/case/given';
import type { CaseFieldDeclaration } from '../../../../../nodes/shared/helpline/verbs';
import { WRITABLE_FIELDS } from '../../../../../nodes/shared/record/fields';

const DECLARED: CaseFieldDeclaration[] = [
	...WRITABLE_FIELDS.map(({ name, label, type, isRequired }) => ({
		name,
		label,
		type,
		required: isRequired === true,
		isSent: true,
	})),
	{ name: 'ward', label: 'Ward', type: 'string', required: false, isSent: true },
];
const WHOLE = { title: 'Made up', category: 'Abuse', priority: 'low' };

function parts(changes: Partial<GivenParts>): GivenParts {
	return { mapped: {}, others: {}, toClear: [], unknownRule: 'refuse', ...changes };
}

describe('what a person gives for a case', () => {
	it('is sent without what is empty', () => {
		const mapped = { ...WHOLE, description: '', child_name: null, child_age: '9' };

		const { fields, problems } = assembleCase(parts({ mapped }), DECLARED, 'create');

		expect(problems).toEqual([]);
		expect(fields).toEqual({ ...WHOLE, child_age: 9 });
	});

	it('leaves an empty field as it is on update, and clears only what is named', () => {
		const mapped = { priority: 'high', subcategory: '', child_name: null };

		const { fields } = assembleCase(parts({ mapped, toClear: ['plan'] }), DECLARED, 'update');

		expect(fields).toEqual({ priority: 'high', plan: null });
	});

	it('takes a field by name that only this server has', () => {
		const { fields, problems } = assembleCase(
			parts({ mapped: WHOLE, others: { ward: 'North' } }),
			DECLARED,
			'create',
		);

		expect(problems).toEqual([]);
		expect(fields.ward).toBe('North');
	});

	it('refuses an unknown column by name', () => {
		const mapped = { ...WHOLE, shoe_size: 38 };

		const { problems } = assembleCase(parts({ mapped }), DECLARED, 'create');

		expect(problems).toMatchObject([{ code: 'unknown_field', field: 'shoe_size' }]);
	});

	it('adds unknown columns to the description when told to', () => {
		const mapped = { ...WHOLE, description: 'Told by a teacher', 'Shoe Size': 38, visits: [1, 2] };

		const { fields } = assembleCase(
			parts({ mapped, unknownRule: 'addToDescription' }),
			DECLARED,
			'create',
		);

		expect(fields.description).toBe('Told by a teacher\n\nShoe Size: 38\nvisits: [1,2]');
		expect(fields).not.toHaveProperty('Shoe Size');
	});

	it('does not put unknown columns in the place of a description that it was not given', () => {
		const { problems } = assembleCase(
			parts({ mapped: { shoe_size: 38 }, unknownRule: 'addToDescription' }),
			DECLARED,
			'update',
		);

		expect(problems).toMatchObject([{ code: 'missing_field', field: 'description' }]);
	});

	it('tells which unknown columns it left out when told to', () => {
		const { fields, problems, leftOut } = assembleCase(
			parts({ mapped: { ...WHOLE, shoe_size: 38 }, unknownRule: 'leaveOut' }),
			DECLARED,
			'create',
		);

		expect(problems).toEqual([]);
		expect(leftOut).toEqual(['shoe_size']);
		expect(fields).toEqual(WHOLE);
	});

	it('refuses a field that is given and cleared at once', () => {
		const { problems } = assembleCase(
			parts({ mapped: { plan: 'Call back' }, toClear: ['plan'] }),
			DECLARED,
			'update',
		);

		expect(problems).toMatchObject([{ code: 'refused_value', field: 'plan' }]);
	});

	it('needs what this server needs beyond every other', () => {
		const strict = DECLARED.map((field) =>
			field.name === 'plan' ? { ...field, required: true } : field,
		);

		const { problems } = assembleCase(parts({ mapped: WHOLE }), strict, 'create');

		expect(problems).toMatchObject([
			{ field: 'plan', message: "'Plan' is needed to create a case" },
		]);
	});

	it.each(['category', 'priority', 'title'])('says once that %s is missing', (name) => {
		const mapped = { ...WHOLE, [name]: '' };

		const { problems } = assembleCase(parts({ mapped }), DECLARED, 'create');

		expect(problems.map(({ field }) => field)).toEqual([name]);
	});
});

describe('several problems', () => {
	it('become one sentence that names each', () => {
		const mapped = { ...WHOLE, priority: 'urgent', child_age: 19 };

		const { problems } = assembleCase(parts({ mapped }), DECLARED, 'create');
		const reason = asOneReason(problems);

		expect(reason?.message).toContain("'Priority'");
		expect(reason?.message).toContain("'Child Age'");
		expect(reason?.field).toBe(problems[0]?.field);
		expect(JSON.stringify(reason)).not.toMatch(/urgent|19/);
	});

	it('are nothing when there are none', () => {
		expect(asOneReason([])).toBeNull();
	});
});
