import { callWebhook, webhook } from '../../../test/workflows/support.mts';
import { outputOf, type Execution } from '../../n8n/api.mts';
import { waitFor } from '../../common/wait.mts';
import { exactly, none, type Check } from '../check.mts';
import { ownExample } from '../own.mts';
import { onStage } from '../stage.mts';

const EXAMPLE = 'intake-to-case';
const PATH = 'intake';
const VOLUMES = {
	small: { good: 19, bad: 3, edited: 3 },
	full: { good: 190, bad: 10, edited: 15 },
};

/** In turn: an urgency, an age and a telephone number that no case can have. */
const WRONG = [{ urgency: 'urgent' }, { age: 190 }, { phone: 'none' }];

export const intakeToCase: Check = {
	example: EXAMPLE,
	async run(asked) {
		const { good, bad, edited } = VOLUMES[asked.volume];
		return await onStage(asked, async (stage) => {
			const { api, sandbox } = stage;
			const credential = await stage.credential('apiKey');
			const { id } = await api.createWorkflow(
				ownExample(EXAMPLE, { login: { kind: 'apiKey', credential }, savesRuns: true }),
			);
			const deliver = async (urgency: string): Promise<Execution> => {
				const intake = [
					...Array.from({ length: good }, (_, n) => row(n, n < edited ? { urgency } : {})),
					...Array.from({ length: bad }, (_, n) => row(good + n, WRONG[n % WRONG.length] ?? {})),
				];
				const own = ownExample(EXAMPLE, {
					login: { kind: 'apiKey', credential },
					instead: [{ ...webhook(PATH), name: 'Start' }],
					parameters: { 'Made-Up Intake': { mode: 'raw', jsonOutput: JSON.stringify({ intake }) } },
					savesRuns: true,
				});
				// A workflow that stays published may answer once more with the nodes that it had.
				await api.deactivate(id);
				await api.updateWorkflow(id, { nodes: own.nodes });
				await api.activate(id);
				const before = (await api.listExecutions(id)).length;
				await callWebhook(stage.n8n.url, PATH);
				const run = await waitFor('the run', 300, async () => {
					const all = await api.listExecutions(id);
					return all.length > before ? all[0]?.id : undefined;
				});
				return await api.waitForExecution(run, 300);
			};

			const first = await deliver('low');
			await deliver('low');
			await deliver('critical');
			const before = (await sandbox.admin.changes()).length;
			const last = await deliver('critical');
			const changed = (await sandbox.admin.changes()).length - before;
			const cases = await sandbox.admin.cases();

			return [
				exactly('cases after everything was delivered four times', good, cases.length),
				exactly(
					'cases that show the edit',
					edited,
					cases.filter(({ priority }) => priority === 'critical').length,
				),
				exactly('rows on To Fix', bad, outputOf(first, 'To Fix').length),
				none('changes of the last delivery', changed),
				exactly('rows on To Fix of the last delivery', bad, outputOf(last, 'To Fix').length),
			];
		});
	},
};

function row(n: number, wrong: Readonly<Record<string, unknown>>) {
	return {
		form_id: `F-${n}`,
		what: `Made-up ${n}`,
		story: 'A made-up story.',
		category: 'Counselling > School',
		urgency: 'medium',
		plan: 'Call back',
		caller_name: 'Ada Example',
		phone: '+999 000 000 001',
		caller_age: '35-59',
		caller_sex: 'female',
		child: 'Zuri Testchild',
		age: 11,
		child_sex: 'female',
		place: 'Sampletown',
		...wrong,
	};
}
