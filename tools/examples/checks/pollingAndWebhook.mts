import { startStub, type HttpStub } from '../../../test/support/httpStub.mts';
import { nodeOf } from '../../../test/workflows/support.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { credentialsOf, outputOf } from '../../n8n/api.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { everySeconds, ownExample } from '../own.mts';
import { filesWithMarkers, plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'polling-and-webhook';
const POLL = 'OpenCHS Trigger';
const HOOK = 'OpenCHS Webhook Trigger';
const POLL_SECONDS = 10;
const VOLUMES = { small: { cases: 6, cuts: 0 }, full: { cases: 60, cuts: 3 } };

export const pollingAndWebhook: Check = {
	example: EXAMPLE,
	async run(asked) {
		const volume = VOLUMES[asked.volume];
		return await onStage(
			asked,
			async (stage): Promise<Measured[]> => {
				const acted = await startStub({});
				try {
					return await play(stage, acted, volume);
				} finally {
					await acted.stop();
				}
			},
			{ env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' } },
		);
	},
};

async function play(
	stage: Stage,
	acted: HttpStub,
	{ cases, cuts }: { cases: number; cuts: number },
): Promise<Measured[]> {
	const { api, others } = stage;
	const workflow = await publish(stage, acted);
	const ids: number[] = [];
	const cutAt = Array.from({ length: cuts }, (_, n) => Math.floor(((n + 1) * cases) / (cuts + 1)));
	for (let n = 0; n < cases; n += 1) {
		const fields = { ...plantedCase(n), priority: 'low' };
		const { data } = await others.post<{ data: { id: number } }>('/cases', fields);
		ids.push(data.data.id);
		if (cutAt.includes(n)) await stage.powerCut();
	}
	// The published API tells whole seconds: a change within the same one is no other.
	await sleep(1_100);
	for (const id of ids) await others.put(`/cases/${id}`, { priority: 'critical' });

	const wanted = cases * 2;
	const keys = () => acted.requests.map((request) => keyOf(request.text()));
	const enough = async () =>
		await waitFor('every change', 180, () =>
			new Set(keys()).size >= wanted ? true : undefined,
		).catch(() => undefined);
	await enough();
	// A run that n8n was killed in is for a person to press Retry on, as the example's page says.
	const crashed = (await api.listExecutions(workflow)).filter(({ status }) => status === 'crashed');
	for (const { id } of crashed) await api.retryExecution(id);
	if (crashed.length > 0) await enough();
	// Whatever would come twice comes with the next checks.
	await sleep(POLL_SECONDS * 2_500);
	await api.deactivate(workflow);

	const found = keys();
	stage.sweep.look(
		'messages to somebody',
		acted.requests.map((request) => request.text()),
	);
	const told = cuts === 0 ? await toldByBoth(stage, workflow) : undefined;
	return [
		exactly('changes acted on', wanted, new Set(found).size),
		none('changes acted on twice', found.length - new Set(found).size),
		...(told === undefined ? [] : [exactly('changes that both triggers told of', wanted, told)]),
		none('files of n8n with anything personal', filesWithMarkers(stage.n8n.userFolder).length),
	];
}

/** The example, with a call in the place of a message to somebody. */
async function publish(stage: Stage, acted: HttpStub): Promise<string> {
	const { api, sandbox } = stage;
	const login = await stage.credential('apiKey');
	const secret = await api.createCredential('openChsWebhookApi', 'Secret', {
		secret: 'made-up secret of 32 characters.',
	});
	const own = ownExample(EXAMPLE, {
		credentials: {
			'n8n-nodes-openchs.openChsTrigger': credentialsOf(login),
			'n8n-nodes-openchs.openChsWebhookTrigger': {
				...credentialsOf(login),
				...credentialsOf(secret),
			},
		},
		parameters: { [POLL]: everySeconds(POLL_SECONDS) },
		savesRuns: true,
	});
	const act = nodeOf('Act', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: acted.url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ $json }}',
		options: {},
	});
	const { id } = await api.createWorkflow({
		...own,
		nodes: [...own.nodes, act],
		connections: {
			...own.connections,
			Result: { main: [[{ node: 'Act', type: 'main', index: 0 }]] },
		},
	});
	await sandbox.admin.clearLog();
	await api.activate(id);
	await waitFor('the webhook and the first check', 90, async () => {
		const [hook] = await sandbox.admin.webhooks();
		const isChecked = (await sandbox.admin.log()).some(
			({ method, path }) => method === 'GET' && path === '/cases',
		);
		return hook && isChecked ? true : undefined;
	});
	return id;
}

function keyOf(body: string): string {
	return String((JSON.parse(body) as { change_key?: unknown }).change_key);
}

async function toldByBoth({ api }: Stage, workflow: string): Promise<number> {
	const runs = await api.listExecutions(workflow);
	const all = await Promise.all(runs.map(async ({ id }) => await api.getExecution(id)));
	const keysOf = (trigger: string) =>
		new Set(all.flatMap((run) => outputOf(run, trigger).map(({ json }) => json.change_key)));
	const hooked = keysOf(HOOK);
	return [...keysOf(POLL)].filter((key) => hooked.has(key)).length;
}
