import type { IExecuteFunctions } from 'n8n-workflow';

import { openRun } from '../../shared/helpline/client';
import { makeKeys } from '../../shared/record/keys';
import type { Work } from './work';

/** A run's work and how it ends: the count of calls is logged, the remarks are shown. */
export interface OpenWork extends Work {
	end(): void;
}

export async function openWork(this: IExecuteFunctions): Promise<OpenWork> {
	const run = await openRun.call(this);
	const remarks = new Set<string>();
	let keys: ReturnType<typeof makeKeys> | undefined;
	return {
		helpline: run.helpline,
		helplineCode: run.helplineCode,
		keyOf: (itemIndex, mapped) => {
			keys ??= makeKeys.call(this);
			return keys(itemIndex, mapped);
		},
		remark: (sentence) => remarks.add(sentence),
		end: () => {
			run.end();
			const hints = [...remarks].map((message) => ({ message, location: 'outputPane' as const }));
			if (hints.length > 0) this.addExecutionHints(...hints);
		},
	};
}
