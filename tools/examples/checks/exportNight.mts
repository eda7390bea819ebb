import { callWebhook } from '../../../test/workflows/support.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import type { Stage } from '../stage.mts';

export const EXPORT_NODE = 'n8n-nodes-openchs.openChsJsonExport';
/** A window ends a minute before now. */
export const SETTLED_MS = 65_000;
const NIGHT_LIMIT_SECONDS = 300;

/** A workflow that begins at the address that its recipient's folder is named after. */
interface Nightly {
	readonly folder: string;
	readonly workflow: string;
}

async function begin({ n8n }: Stage, { folder }: Nightly): Promise<void> {
	await callWebhook(n8n.url, folder.slice(1));
}

/** The power fails at some moment of a night. */
export async function cutNight(stage: Stage, nightly: Nightly): Promise<void> {
	await begin(stage, nightly);
	await sleep(1_000 + Math.random() * 6_000);
	await stage.powerCut();
}

/** How it ended. */
export async function night(stage: Stage, nightly: Nightly): Promise<string> {
	const before = (await stage.api.listExecutions(nightly.workflow)).length;
	await begin(stage, nightly);
	const run = await waitFor('the night', 60, async () => {
		const all = await stage.api.listExecutions(nightly.workflow);
		return all.length > before ? all[0]?.id : undefined;
	});
	const { status } = await stage.api.waitForExecution(run, NIGHT_LIMIT_SECONDS);
	return status;
}
