import { listReference } from '../../../nodes/shared/helpline/published/reference';
import type { ReferenceList } from '../../../nodes/shared/helpline/verbs';
import { OpenChs } from '../../../nodes/OpenChs/OpenChs.node';
import { REASONS, reasonFor } from '../../../nodes/shared/transport/errors';
import { Product } from '../../../tools/chaos/product.mts';
import { LISTS_OF_LOGIN_ONLY, offeredBy } from '../../../tools/docs/operations.mts';
import { madePages, pageAsItStands } from '../../../tools/docs/pages.mts';
import type { Said } from '../../../tools/docs/sentences.mts';
import { saidByThePackage } from '../../../tools/docs/sentences.mts';
import { WHAT_TO_DO } from '../../../tools/docs/whatToDo.mts';
import { FIELDS } from '../../support/helpline';
import { everyOperation } from '../../support/operations';

/** Reading every source with its types takes seconds, more on a busy machine. */
const READING_MS = 120_000;

const asItRuns = { now: Date.now, random: Math.random, sleep: async () => await Promise.resolve() };

describe('a page that is made from the package', () => {
	let said: Said;
	let pages: Record<string, string>;

	beforeAll(() => {
		said = saidByThePackage();
		pages = madePages(new Product().newProcess(asItRuns), said);
	}, READING_MS);

	it.each(['docs/operations.md', 'docs/personal-fields.md', 'docs/troubleshooting.md'])(
		'%s stands in the folder as `npm run docs` makes it',
		(path) => {
			expect(pageAsItStands(path)).toBe(pages[path]);
		},
	);

	it('has something to do for every code, and a sentence that says it', () => {
		const codes = Object.keys(REASONS);

		expect(Object.keys(WHAT_TO_DO).sort()).toEqual([...codes].sort());
		expect(codes.filter((code) => !said.reasons.some((reason) => reason.code === code))).toEqual(
			[],
		);
	});
});

describe('the table of operations', () => {
	it('says of each operation and login what the operations themselves do', () => {
		const { description } = new OpenChs();
		const labels = new Map(
			offeredBy(description).map(({ resource, operation, against }) => [
				`${resource} ${String(operation.value)}`,
				against,
			]),
		);
		const resources = new Map(
			(description.properties.find(({ name }) => name === 'resource')?.options ?? []).map(
				(option) => ['value' in option ? String(option.value) : '', option.name],
			),
		);
		const uses = everyOperation({ caseId: 1, spareCaseId: 2, attachmentId: 3 }, FIELDS);

		const wrong = uses.filter(({ resource, operation, login }) => {
			const against = labels.get(`${resources.get(resource)} ${operation}`);
			const isWithKey = login !== 'login';
			const isWithLogin = login !== 'key';
			return (
				(against?.apiKey === '') !== isWithKey ||
				(against?.otp === '') !== isWithKey ||
				(against?.login === '') !== isWithLogin
			);
		});

		expect(labels.size).toBe(uses.length);
		expect(wrong).toEqual([]);
	});

	it.each(LISTS_OF_LOGIN_ONLY)(
		'is right that a server of a key has no list of %s',
		async (label) => {
			const list = `${label.slice(0, 1).toLowerCase()}${label.slice(1).replaceAll(' ', '')}`;
			const context = { getNode: () => ({ name: 'Made up', parameters: {} }) };

			const asked = listReference({ context } as never, list as ReferenceList, 0);

			const reason = reasonFor(await asked.catch((error: unknown) => error));
			expect(reason.code).toBe('not_offered');
		},
	);
});
