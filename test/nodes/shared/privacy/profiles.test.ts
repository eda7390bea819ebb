import {
	profiled,
	profiledChange,
	selectableFields,
} from '../../../../nodes/shared/privacy/profiles';
import { isPersonal } from '../../../../nodes/shared/privacy/personalFields';
import type { Profile } from '../../../../nodes/shared/privacy/profiles';
import { FOUND, foundCase } from '../../OpenChs/fakeHelpline';
import { findMarker } from '../../../support/markers';

const ABOUT = foundCase({ id: 7 });
const CASE = {
	kind: 'case',
	id: 7,
	version: '1',
	at: null,
	events: ['caseUpdated'],
	change: {
		status: { from: 'open', to: 'closed' },
		description: { from: null, to: 'After' },
		category: { from: null, to: { name: 'Abuse', by: 'somebody' } },
	},
	found: ABOUT,
	about: ABOUT,
} satisfies Parameters<typeof profiled>[0];
const RECORDING = { ...CASE, kind: 'recording', id: 13, found: FOUND.attachment } as const;

function profile(changes: Partial<Profile>): Profile {
	return { form: 'full', fields: [], leaveOutPersonal: false, ...changes };
}

describe('a profile', () => {
	it('full holds the fields that the record has, and a place for the address', () => {
		expect(profiled(RECORDING, profile({}), null)).toEqual({
			...FOUND.attachment.record,
			link: null,
		});
	});

	it('pointer is the same, whether personal fields are left out or not', () => {
		const full = profiled(CASE, profile({ form: 'pointer' }), 'https://helpline.example/7');

		expect(full).toEqual({
			id: 7,
			case_number: 'CASE-2026-000007',
			priority: 'high',
			link: 'https://helpline.example/7',
		});
		expect(
			profiled(CASE, profile({ form: 'pointer', leaveOutPersonal: true }), full.link as string),
		).toEqual(full);
	});

	it('selected keeps the order of the list', () => {
		const fields = ['status', 'id', 'link'];

		expect(Object.keys(profiled(CASE, profile({ form: 'selected', fields }), null))).toEqual(
			fields,
		);
	});

	it.each(['full', 'selected'] as const)('%s without personal fields holds none', (form) => {
		const without = profile({ form, fields: selectableFields(), leaveOutPersonal: true });

		for (const change of [CASE, RECORDING]) {
			const record = profiled(change, without, null);
			expect(findMarker(record)).toEqual([]);
			expect(record).toHaveProperty('id', change.id);
		}
	});
});

describe('what changed', () => {
	it('is told of every known field', () => {
		expect(Object.keys(profiledChange(CASE, profile({})))).toEqual(Object.keys(CASE.change));
	});

	it.each([
		['pointer', []],
		['selected', ['description']],
	] as const)('is told of the fields of the profile %s alone', (form, names) => {
		const change = profiledChange(CASE, profile({ form, fields: ['description', 'id'] }));

		expect(Object.keys(change)).toEqual(names);
	});

	it('is told of no personal field when those are left out, and of no object', () => {
		expect(profiledChange(CASE, profile({ leaveOutPersonal: true }))).toEqual({
			status: { from: 'open', to: 'closed' },
		});
	});
});

describe('an own list', () => {
	it('may name every field of a case, a call and a recording, each once', () => {
		const fields = selectableFields();

		expect(fields).toEqual(
			expect.arrayContaining(['title', 'contact_type', 'file_name', 'link', 'external_key', 'id']),
		);
		expect(new Set(fields).size).toBe(fields.length);
		expect(isPersonal('case', 'title')).toBe(true);
	});
});
