import { sharedN8n } from '../../tools/n8n/shared.mts';
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
