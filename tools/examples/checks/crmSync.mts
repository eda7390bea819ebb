import { startStub, type Reply, type SeenRequest } from '../../../test/support/httpStub.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { badDay, strikes, wasBad } from '../badDay.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample, scheduledEvery } from '../own.mts';
import { filesWithMarkers, plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'crm-sync';
const VOLUMES = {
	small: { cases: 12, changes: 3, cuts: 0 },
	full: { cases: 250, changes: 1_000, cuts: 3 },
};
const ALLOWED = ['created_at', 'external_id', 'priority', 'status'];
const EVERY_SECONDS = 5;

/** Which of its requests fail at the CRM, counted from 1: looks, creates and updates are among them. */
const NOT_CARRIED_OUT = [5, 320, 700, 1_100];
const ANSWER_LOST = [30, 280, 290, 560, 900];

/** A partner's CRM: a list of records that is asked by `external_id`, and may hold a number twice. */
class Crm {
	readonly records = new Map<number, Record<string, unknown>>();
	readonly bodies: string[] = [];
	failed = 0;
	private asked = 0;

	/** Some requests are not carried out, and of some the answer is lost. */
	answer(request: SeenRequest): Reply {
		this.asked += 1;
		if (NOT_CARRIED_OUT.includes(this.asked)) return this.fail({ status: 503 });
		const reply = this.carryOut(request);
		return ANSWER_LOST.includes(this.asked) ? this.fail({ cut: 'now' }) : reply;
	}

	private fail(reply: Reply): Reply {
		this.failed += 1;
		return reply;
	}

	private carryOut(request: SeenRequest): Reply {
		if (request.method === 'GET') {
			const wanted = request.query.get('external_id');
			const found = [...this.records].filter(([, each]) => each.external_id === wanted);
			return { body: found.map(([id, each]) => ({ id, ...each })) };
		}
		this.bodies.push(request.text());
		const id = request.method === 'PUT' ? Number(request.path.split('/').at(-1)) : this.next();
		this.records.set(id, request.json() as Record<string, unknown>);
		return { body: { id } };
	}

	private next(): number {
		return this.records.size + 1;
	}
}

export const crmSync: Check = {
	example: EXAMPLE,
	async run(asked) {
		const volume = VOLUMES[asked.volume];
		return await onStage(
			asked,
			async (stage): Promise<Measured[]> => {
				const crm = new Crm();
				const stub = await startStub((request) => crm.answer(request));
				try {
					return await play(stage, crm, stub.url, volume);
				} finally {
					await stub.stop();
				}
			},
			// A round that takes longer than the seconds between two of them here.
			{ env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' } },
		);
	},
};

async function play(
	stage: Stage,
	crm: Crm,
	url: string,
	{ cases: count, changes, cuts }: (typeof VOLUMES)['full'],
): Promise<Measured[]> {
	const { api, sandbox } = stage;
	const cases = await writeCases(stage, count);
	const twice = cases[0]?.number ?? '';
	crm.records.set(1, { external_id: twice });
	crm.records.set(2, { external_id: twice });
	// Others write without faults; n8n only reads here.
	await sandbox.admin.setFaults(badDay('published').map((fault) => ({ ...fault, method: 'GET' })));
	const workflow = await publish(stage, url);

	const differing = async () => await compare(stage, crm, twice);
	const agree = async () =>
		await waitFor('both sides to agree', 300, async () =>
			(await differing()).length === 0 ? true : undefined,
		).catch(() => undefined);
	const between = Math.ceil(changes / (cuts + 1));
	for (let n = 0; n < changes; n += 1) {
		const { id } = cases[n % count] ?? { id: 0 };
		// Nobody's last change is the one before it.
		const priority = ['medium', 'high', 'critical'][(n + Math.floor(n / count)) % 3];
		await stage.others.put(`/cases/${id}`, { priority });
		if (n % between < between - 1 || n === changes - 1) continue;
		await sleep(2_000 + (n % 7) * 300);
		await stage.powerCut();
		await agree();
	}
	await agree();
	const struck = await strikes(sandbox);
	await sandbox.admin.clearFaults();
	await sleep(EVERY_SECONDS * 2_000);
	const before = crm.bodies.length;
	await sleep(EVERY_SECONDS * 3_000);
	await api.deactivate(workflow);
	stage.sweep.look('writes to the CRM', crm.bodies);

	const names = new Set(crm.bodies.flatMap((body) => Object.keys(JSON.parse(body) as object)));
	return [
		exactly(
			`cases of which both sides agree after ${changes} changes`,
			count - 1,
			count - 1 - (await differing()).length,
		),
		none('records too many', crm.records.size - count - 1),
		none(
			'records changed where two carry one number',
			[...crm.records.values()].filter(
				({ external_id, status }) => external_id === twice && status !== undefined,
			).length,
		),
		none('writes while nothing changed', crm.bodies.length - before),
		wasBad(cuts === 0 ? 1 : 5, struck + crm.failed),
		...(cuts === 0 ? [] : [exactly('power cuts in between', cuts, stage.powerCuts())]),
		{
			promise: 'only the fields of the agreement left',
			measured: [...names].sort().join(', '),
			isMet: [...names].sort().join() === ALLOWED.join(),
		},
		none('files of n8n with anything personal', filesWithMarkers(stage.n8n.userFolder).length),
	];
}

async function writeCases(
	{ others }: Stage,
	count: number,
): Promise<Array<{ id: number; number: string }>> {
	const cases: Array<{ id: number; number: string }> = [];
	for (let n = 0; n < count; n += 1) {
		const fields = { ...plantedCase(n), priority: 'low' };
		const { data } = await others.post<{ data: { id: number; case_number: string } }>(
			'/cases',
			fields,
		);
		cases.push({ id: data.data.id, number: data.data.case_number });
	}
	return cases;
}

async function publish(stage: Stage, url: string): Promise<string> {
	const { id } = await stage.api.createWorkflow(
		ownExample(EXAMPLE, {
			login: { kind: 'apiKey', credential: await stage.credential('apiKey') },
			settings: { crm_url: `${url}/records` },
			parameters: { 'Every 15 Minutes': scheduledEvery(EVERY_SECONDS) },
		}),
	);
	await stage.api.activate(id);
	return id;
}

/** Cases whose record is missing, stands there twice, or says something else. */
async function compare({ sandbox }: Stage, crm: Crm, twice: string): Promise<string[]> {
	const records = [...crm.records.values()];
	const cases = (await sandbox.admin.cases()).filter(({ case_number }) => case_number !== twice);
	const differing = cases.filter(({ case_number, status, priority }) => {
		const own = records.filter(({ external_id }) => external_id === case_number);
		return own.length !== 1 || own[0]?.status !== status || own[0]?.priority !== priority;
	});
	return differing.map(({ case_number }) => case_number);
}
