import { labelOf } from '../../../../nodes/shared/properties/label';
import { options } from '../../../../nodes/shared/properties/options';
import { output } from '../../../../nodes/shared/properties/output';
import { KINDS, knownFields } from '../../../../nodes/shared/privacy/personalFields';

describe('labels of fields', () => {
	it.each([
		['child_age', 'Child Age'],
		['id', 'ID'],
		['assigned_user_id', 'Assigned User ID'],
		['ai_risk_level', 'AI Risk Level'],
		['in_progress', 'In Progress'],
		['whatsapp', 'WhatsApp'],
		['sms', 'SMS'],
	])('%s is %s', (name, label) => {
		expect(labelOf(name)).toBe(label);
	});
});

describe("'Options'", () => {
	it('hold the settings that the door reads, beside their own', () => {
		const own = { displayName: 'Before All', name: 'own', type: 'string', default: '' } as const;

		const names = (options(own).options ?? []).map(({ name }) => name);

		expect(names).toEqual([
			'attempts',
			'own',
			'failedItems',
			'firstWaitSeconds',
			'patienceMinutes',
			'timeout',
		]);
	});
});

describe("'Output'", () => {
	it.each(KINDS)('offers every known field of a %s but the id, which is always there', (kind) => {
		const [, fields] = output(kind);
		const values = (fields?.options ?? []).map((choice) =>
			'value' in choice ? choice.value : null,
		);

		expect(values).not.toContain('id');
		expect(values).toEqual(
			expect.arrayContaining(knownFields(kind).filter((field) => field !== 'id')),
		);
	});
});
