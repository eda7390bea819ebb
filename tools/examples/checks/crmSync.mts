import { startStub, type Reply, type SeenRequest } from '../../../test/support/httpStub.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample, scheduledEvery } from '../own.mts';
import { filesWithMarkers, holdsMarker, plantedCase } from '../planted.mts';
import { onStage } from '../stage.mts';

const EXAMPLE = 'crm-sync';
const VOLUMES = { small: { cases: 12, cuts: 0 }, full: { cases: 100, cuts: 3 } };
const ALLOWED = ['created_at', 'external_id', 'priority', 'status'];
const EVERY_SECONDS = 5;

/** A partner's CRM: a list of records that is asked by `external_id`, and may hold a number twice. */
class Crm {
	readonly records = new Map<number, Record<string, unknown>>();
	readonly bodies: string[] = [];

	answer(request: SeenRequest): Reply {
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
		const { cases: count, cuts } = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			const { api, others } = stage;
			const crm = new Crm();
			const stub = await startStub((request) => crm.answer(request));
			try {
				const numbers: string[] = [];
				const ids: number[] = [];
				for (let n = 0; n < count; n += 1) {
					const { data } = await others.post<{ data: { id: number; case_number: string } }>(
						'/cases',
						{ ...plantedCase(n), priority: 'low' },
					);
					numbers.push(data.data.case_number);
					ids.push(data.data.id);
				}
				const twice = numbers[0] ?? '';
				crm.records.set(1, { external_id: twice });
				crm.records.set(2, { external_id: twice });

				const credential = await stage.credential('apiKey');
				const { id } = await api.createWorkflow(
					ownExample(EXAMPLE, {
						login: { kind: 'apiKey', credential },
						settings: { crm_url: `${stub.url}/records` },
						parameters: { 'Every 15 Minutes': scheduledEvery(EVERY_SECONDS) },
					}),
				);
				await api.activate(id);
				const known = () => new Set([...crm.records.values()].map((each) => each.external_id));
				for (let cut = 0; cut < cuts; cut += 1) {
					await sleep(3_000 + cut * 700);
					await stage.powerCut();
				}
				await waitFor('all cases', 120, () => (known().size >= count ? true : undefined)).catch(
					() => undefined,
				);
				const changed = ids.slice(1, 4);
				for (const each of changed) await others.put(`/cases/${each}`, { priority: 'critical' });
				const raised = () =>
					[...crm.records.values()].filter(({ priority }) => priority === 'critical').length;
				await waitFor('the changes', 60, () =>
					raised() >= changed.length ? true : undefined,
				).catch(() => undefined);
				const before = crm.bodies.length;
				await sleep(EVERY_SECONDS * 3_000);
				await api.deactivate(id);

				const names = new Set(
					crm.bodies.flatMap((body) => Object.keys(JSON.parse(body) as object)),
				);
				return [
					exactly('cases at the CRM', count, known().size),
					exactly('changes that arrived', changed.length, raised()),
					none('records too many', crm.records.size - count - 1),
					none(
						'records changed where two carry one number',
						[...crm.records].filter(
							([, each]) => each.external_id === twice && each.status !== undefined,
						).length,
					),
					none('writes while nothing changed', crm.bodies.length - before),
					{
						promise: 'only the fields of the agreement left',
						measured: [...names].sort().join(', '),
						isMet: [...names].sort().join() === ALLOWED.join(),
					},
					none('writes with anything personal', crm.bodies.filter(holdsMarker).length),
					none(
						'files of n8n with anything personal',
						filesWithMarkers(stage.n8n.userFolder).length,
					),
				];
			} finally {
				await stub.stop();
			}
		});
	},
};
