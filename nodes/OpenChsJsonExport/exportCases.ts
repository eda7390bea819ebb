import type { IExecuteFunctions } from 'n8n-workflow';

import type { Likeness } from '../shared/export/manifest';
import type { BatchRun } from '../shared/helpline/client';
import { openWindow } from './checkpoint';
import type { Exported } from './exportJob';
import { ExportJob } from './exportJob';
import { openProfile } from './profile';
import type { Settings } from './settings';

/** Exports the cases that one item asks for. */
export async function exportCases(
	context: IExecuteFunctions,
	run: BatchRun,
	settings: Settings,
	itemIndex: number,
): Promise<Exported> {
	const profile = await openProfile(context, settings, run.helplineCode, itemIndex);
	const now = await run.exports.now(itemIndex);
	const likeness: Likeness = {
		helpline: run.helplineCode,
		profile: settings.profile,
		columns: profile.columns,
		recipient: profile.recipient,
		filters: settings.filters,
	};
	const window = await openWindow(context, settings, likeness, now, itemIndex);
	const job = new ExportJob(context, run, settings, profile, window, now, itemIndex);
	return await job.run(likeness);
}
