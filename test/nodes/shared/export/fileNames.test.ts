import {
	fileName,
	isManifestName,
	manifestName,
	stampOf,
} from '../../../../nodes/shared/export/fileNames';

describe('the moment in a file name', () => {
	it.each([
		['Africa/Nairobi', '2026-12-31T22:30:05Z', '2027-01-01_013005'],
		['Africa/Kinshasa', '2026-12-31T22:30:05Z', '2026-12-31_233005'],
		['America/New_York', '2026-12-31T22:30:05Z', '2026-12-31_173005'],
		// Summer time there: the same hour of UTC is another hour on the wall.
		['America/New_York', '2026-07-01T02:30:05Z', '2026-06-30_223005'],
		['America/Santiago', '2027-01-01T02:59:59Z', '2026-12-31_235959'],
		['Europe/Paris', '2026-12-31T23:00:00Z', '2027-01-01_000000'],
		['no such zone', '2026-12-31T23:00:00Z', '2026-12-31_230000'],
	])('is the one on the wall in %s', (zone, at, stamp) => {
		expect(stampOf(Date.parse(at), zone)).toBe(stamp);
	});
});

describe('a file', () => {
	const STAMP = '2031-04-02_020000';

	it('of one part is named as the guide names it', () => {
		expect(fileName('cases', STAMP, 'json')).toBe('cases_export_2031-04-02_020000.json');
	});

	it('of several parts has its number, so that names sort', () => {
		expect(fileName('cases', STAMP, 'csv', 12)).toBe('cases_export_2031-04-02_020000_part0012.csv');
	});

	it('of references or of vanished cases says so', () => {
		expect(fileName('references', STAMP, 'json')).toBe('cases_references_2031-04-02_020000.txt');
		expect(fileName('tombstones', STAMP, 'jsonl')).toBe('cases_vanished_2031-04-02_020000.jsonl');
	});

	it.each([
		[manifestName(STAMP), true],
		['latest_manifest.json', true],
		['Manifest (1).json', true],
		['cases_export_2031-04-02_020000.json', false],
		['manifest.txt', false],
	])('%s is a manifest: %s', (name, isManifest) => {
		expect(isManifestName(name)).toBe(isManifest);
	});
});
