import { sharedN8n } from '../../tools/n8n/shared.mts';
import { slowRun as importRun } from '../../tools/chaos/import/slow/rig.mts';
import { slowRun } from '../../tools/chaos/trigger/slow/rig.mts';

const KILLS = 2;

describe('the trigger in a real n8n that is killed and started again', () => {
	it.each(['published', 'deployed'] as const)(
		'loses nothing and does nothing twice, on the %s server',
		async (dialect) => {
			const { template, owner } = await sharedN8n();

			const run = await slowRun({
				dialect,
				runs: KILLS,
				seed: 1,
				n8n: { from: template },
				owner,
			});

			expect(run).toMatchObject({ lost: [], doubled: [] });
			expect([...run.kills.values()].reduce((sum, kills) => sum + kills, 0)).toBe(KILLS);
			expect(run.due).toBeGreaterThan(0);
		},
		600_000,
	);
});

describe('an import in a real n8n that is killed and started again', () => {
	it.each(['published', 'deployed'] as const)(
		'brings 963 good rows once and tells 37 bad ones, on the %s server',
		async (dialect) => {
			const { template, owner } = await sharedN8n();

			const run = await importRun({
				dialect,
				runs: KILLS,
				seed: 1,
				withFaults: false,
				n8n: { from: template },
				owner,
			});

			expect(run).toMatchObject({ lost: 0, doubled: 0, problems: [], files: 1 });
			expect([...run.kills.values()].reduce((sum, kills) => sum + kills, 0)).toBe(KILLS);
		},
		600_000,
	);
});
