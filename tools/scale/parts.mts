import { outputOf, type N8nApi } from '../n8n/api.mts';
import type { ExecutionSummary } from '../n8n/api/executions.mts';
import type { Worker } from './worker.mts';

/** A part that was imported to its end. */
export interface Part {
	readonly part: number;
	readonly worker: string;
	readonly created: number;
	readonly already_there: number;
}

/** The parts among these executions, with the worker that did each; a run that sends parts is none. */
export async function partsOf(
	api: N8nApi,
	workers: readonly Worker[],
	executions: readonly ExecutionSummary[],
): Promise<Part[]> {
	const found: Part[] = [];
	for (const { id, status } of executions) {
		if (status !== 'success') continue;
		const execution = await api.getExecution(id);
		const [begun] = outputOf(execution, 'Part');
		const summary = outputOf(execution, 'Import').at(-1)?.json;
		if (!begun || !summary) continue;
		const { part } = begun.json.body as { part: unknown };
		const worker = workers.find((one) => one.begun().has(id));
		if (!worker) throw new Error(`No worker has begun the execution ${id}`);
		found.push({
			part: Number(part),
			worker: worker.name,
			created: Number(summary.imported),
			already_there: Number(summary.already_there),
		});
	}
	return found;
}
