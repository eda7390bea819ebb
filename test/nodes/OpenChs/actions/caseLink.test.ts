import { idInLink, isLink } from '../../../../nodes/OpenChs/actions/caseLink';

const unknownForm = () => null;

describe('a pasted link', () => {
	it.each([
		['https://helpline.example/cases/1024', '1024'],
		['https://helpline.example/helpline/#/case/1024/edit', '1024'],
		['https://helpline.example/app?tab=2&id=1024', '1024'],
		['https://helpline.example/app/?case_id=CASE-2026-000007#top', 'CASE-2026-000007'],
		['https://helpline.example/cases/a%2F7', 'a/7'],
	])('%s names its case', (link, id) => {
		expect(idInLink(link, unknownForm)).toBe(id);
	});

	it.each([
		'https://helpline.example/',
		'https://helpline.example/cases',
		'https://helpline.example/cases/new',
		'https://helpline.example/users/7',
	])('%s names no case', (link) => {
		expect(idInLink(link, unknownForm)).toBeNull();
	});

	it('is read by the form that the credential knows', () => {
		const pageOf = (id: string) => `https://helpline.example/desk?open=${id}&view=full`;

		expect(idInLink('https://helpline.example/desk?open=77&view=short', pageOf)).toBe('77');
	});

	it('is told from an ID', () => {
		expect([isLink('https://helpline.example/cases/7'), isLink('7'), isLink('case-7')]).toEqual([
			true,
			false,
			false,
		]);
	});
});
