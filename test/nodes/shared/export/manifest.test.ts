import type { Likeness, Manifest } from '../../../../nodes/shared/export/manifest';
import {
	isReason,
	manifestText,
	newManifest,
	readManifest,
	whyNotCheckpoint,
} from '../../../../nodes/shared/export/manifest';

const LIKENESS: Likeness = {
	helpline: 'demo',
	profile: 'full',
	columns: ['id', 'title'],
	recipient: null,
	filters: 'none',
};
const FILE = {
	name: 'cases_export_2031-04-02_020000.json',
	kind: 'cases' as const,
	rows: 3,
	bytes: 90,
	sha256: 'a'.repeat(64),
};

function made(changes: Partial<Manifest> = {}): Manifest {
	const manifest = newManifest({
		...LIKENESS,
		form: 'json',
		created_at: '2031-04-01T23:00:00.000Z',
		window: { from: null, until: '2031-04-01T22:59:00.000Z' },
		files: [FILE, { ...FILE, name: 'cases_references_1.txt', kind: 'references', rows: 40 }],
		complete: true,
		ended: null,
	});
	return { ...manifest, ...changes };
}

describe('a manifest', () => {
	it('counts its cases and is not verified by itself', () => {
		expect(made()).toMatchObject({ rows: 3, verified: false, complete: true });
	});

	it('is read from its file, from text with a mark, and from an item', () => {
		const manifest = made();

		for (const given of [manifestText(manifest), `\uFEFF${manifestText(manifest)}`, manifest]) {
			expect(readManifest(given)).toEqual(manifest);
		}
	});

	it.each([
		['nothing', null],
		['half a text', '{"manifest":'],
		['another file', '[{"id":1}]'],
		['another version', { ...made(), schema_version: 2 }],
		['a window without an end', { ...made(), window: { from: null } }],
		['rows that do not add up', made({ rows: 4 })],
		['a file outside its folder', made({ files: [{ ...FILE, name: '../../etc/passwd' }] })],
		['a hash that is none', made({ files: [{ ...FILE, sha256: 'abc' }] })],
		['columns that are no names', { ...made(), columns: [1] }],
	])('is not taken from %s', (_what, given) => {
		const answer = readManifest(given);

		expect(isReason(answer) && answer.description).toMatch(/\.$/);
	});
});

describe('going on from a manifest', () => {
	const VERIFIED = made({ verified: true });

	it('is allowed from a verified one of the same export', () => {
		expect(whyNotCheckpoint(VERIFIED, LIKENESS)).toBeNull();
	});

	it.each<[string, Manifest, string]>([
		[
			'one that did not reach its end',
			made({ verified: true, complete: false }),
			'did not reach its end',
		],
		['one that is not verified', made(), 'not verified'],
		['another helpline', made({ verified: true, helpline: 'other' }), 'another helpline'],
		['another profile', made({ verified: true, profile: 'own' }), "another 'Profile'"],
		['another recipient', made({ verified: true, recipient: 'x' }), 'another recipient'],
		['other filters', made({ verified: true, filters: 'x' }), "other 'Filters'"],
		['other columns', made({ verified: true, columns: ['title', 'id'] }), 'other fields'],
	])('is refused from %s', (_what, manifest, words) => {
		expect(whyNotCheckpoint(manifest, LIKENESS)?.message).toContain(words);
	});
});
