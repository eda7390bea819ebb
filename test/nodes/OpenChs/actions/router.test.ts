import { OpenChs } from '../../../../nodes/OpenChs/OpenChs.node';
import { openRun } from '../../../../nodes/shared/helpline/client';
import { buildContext } from '../../../support/context';
import { fakeHelpline, foundCase } from '../fakeHelpline';
import { picked, runOperation } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

const GET = { resource: 'case', operation: 'get', caseId: picked('={{ $json.id }}') };
const ITEMS = [{ json: { id: 1 } }, { json: { id: 2 } }, { json: { id: 3 } }];

describe('the loop over items', () => {
	it('takes them in their order', async () => {
		const { helpline } = await runOperation(GET, { items: ITEMS });

		expect(helpline.getCase.mock.calls).toEqual([
			['1', 0],
			['2', 1],
			['3', 2],
		]);
	});

	it('ends at once when the run is stopped, also when it continues on fail', async () => {
		const stop = new AbortController();
		const helpline = fakeHelpline();
		helpline.getCase.mockImplementation(async () => {
			stop.abort();
			return foundCase();
		});

		const run = runOperation(GET, {
			items: ITEMS,
			helpline,
			signal: stop.signal,
			onError: 'continueRegularOutput',
		});

		await expect(run).rejects.toThrow('The run was canceled before this item was done [item 1]');
		expect(helpline.getCase).toHaveBeenCalledTimes(1);
	});

	it('logs its one line also when an item stops it', async () => {
		const end = jest.fn();
		const helpline = fakeHelpline();
		helpline.getCase.mockRejectedValue(new Error('made up'));
		jest.mocked(openRun).mockResolvedValue({ helpline, helplineCode: 'demo', end });
		const { context } = buildContext({ nodeType: OpenChs, parameters: GET, items: ITEMS });

		await expect(new OpenChs().execute.call(context)).rejects.toThrow('[item 0]');

		expect(end).toHaveBeenCalledTimes(1);
	});

	it('tells a credential that cannot be used like any other reason', async () => {
		jest.mocked(openRun).mockRejectedValue(new Error('made up'));
		const { context } = buildContext({
			nodeType: OpenChs,
			parameters: GET,
			items: ITEMS,
			onError: 'continueErrorOutput',
		});

		const [items = []] = await new OpenChs().execute.call(context);

		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(items[0]?.json).toHaveProperty('error');
	});

	it('gives nothing for nothing, and opens no credential for it', async () => {
		jest.mocked(openRun).mockClear();
		const { context } = buildContext({ nodeType: OpenChs, parameters: GET, items: [] });

		expect(await new OpenChs().execute.call(context)).toEqual([[]]);
		expect(openRun).not.toHaveBeenCalled();
	});
});

describe('an operation that the resource does not have', () => {
	it('is answered with both choices', async () => {
		const run = runOperation({ resource: 'server', operation: 'getAll' });

		await expect(run).rejects.toThrow("'Operation' is 'getAll', which 'Resource' 'server'");
	});
});
