import { randomUUID } from 'crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { changeItem } from '../shared/changes/changeItem';
import type { Remembered, Stored, Wanted } from '../shared/changes/cursor';
import { beginReading, endReading, holdPlace, isReading } from '../shared/changes/cursor';
import { openRun } from '../shared/helpline/client';
import type { Reason } from '../shared/transport/errors';
import { reasonFor, toNodeError } from '../shared/transport/errors';
import { isOfSettings, isPause, isTold, toldAfter } from './failures';
import type { Read } from './readSlices';
import { readSlices } from './readSlices';
import type { Memory } from './processMemory';
import { fingerprint, readSettings } from './settings';

/** n8n's durable engine drops what a check brings after 45 s and says so; the default one has no such end. */
const MOST_MS = 36_000;

/** Clocks of n8n and OpenCHS may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

/** The next check comes soon: no call of this one waits for long. */
export const CALLS = {
	retry: { attempts: 2, firstWaitMs: 1_000, patienceMs: 5_000 },
	timeoutMs: 15_000,
} as const;

/** What is known of a check from its first moment. */
interface Frame {
	startedAt: number;
	setWith: string;
	/** Null until the settings could be read. */
	wanted: Wanted | null;
}

/**
 * One check: reads what is new, hands it on, and stores where reading stands as the last thing it does.
 * A failure is told when it is the third in a row, or at once where only a person can mend it and no
 * check has gone through with these settings yet.
 */
export async function check(
	this: IPollFunctions,
	memory: Memory,
): Promise<INodeExecutionData[][] | null> {
	const frame: Frame = { startedAt: Date.now(), setWith: fingerprint(this), wanted: null };
	let done: Done;
	try {
		done = await readNews.call(this, memory, frame);
	} catch (error) {
		const reason = reasonFor(error);
		this.logger.warn(`OpenCHS check ended without a result: ${reason.code}`);
		if (isShown(reason, memory, frame)) {
			throw toNodeError(this.getNode(), toldAfter(memory.failures, reason));
		}
		holdBeginning(this, memory, frame);
		return null;
	}
	if ('tell' in done) throw toNodeError(this.getNode(), done.tell);
	return done.items.length > 0 ? [done.items] : null;
}

type Done = { items: INodeExecutionData[] } | { tell: Reason };

async function readNews(this: IPollFunctions, memory: Memory, frame: Frame): Promise<Done> {
	const settings = readSettings(this);
	const wanted = { startFrom: settings.startFrom, from: settings.from, source: '' };
	frame.wanted = wanted;
	const run = await openRun.call(this, { ...CALLS, deadline: deadlineOf(this, frame) });
	let told = '';
	try {
		wanted.source = `${settings.login} ${run.helplineCode}`;
		const kept = this.getWorkflowStaticData('node');
		const begun = beginReading(kept, memory.remembered, wanted);
		if (!isReading(begun)) return { tell: begun };

		forgetReads(memory, begun.isRemembered, frame);
		const read = await readSlices(run.helpline, begun, settings, {
			deadline: deadlineOf(this, frame),
			asOf: asOf(frame),
			memory: memory.ofDialect,
		});
		told = inWords(read);
		for (const remark of new Set(read.remarks)) this.logger.debug(`OpenCHS check: ${remark}`);
		const form = {
			helplineCode: run.helplineCode,
			profile: settings.profile,
			casePage: run.helpline.casePage,
			detectedAt: new Date().toISOString(),
		};
		const items = read.wanted.map((each) => changeItem(each, form));

		memory.failures = 0;
		memory.worksWith = frame.setWith;
		const isDelivered = items.length > 0;
		keep(kept, memory, endReading(read.reading, { isDelivered, wanted, stamp: randomUUID() }));
		return read.restored ? { tell: read.restored } : { items };
	} finally {
		run.end(told);
	}
}

function deadlineOf(context: IPollFunctions, { startedAt }: Frame): number {
	// Older versions of n8n do not tell the time that a check has.
	const budgetMs = (context.getPollBudgetMs as (() => number) | undefined)?.() ?? MOST_MS;
	return startedAt + Math.min(MOST_MS, budgetMs);
}

function asOf({ startedAt }: Frame): string {
	return new Date(startedAt - CLOCK_SKEW_MS).toISOString();
}

/** What a dialect remembers belongs to the place that it read on from, and to what it was asked. */
function forgetReads(memory: Memory, isRemembered: boolean, { setWith }: Frame): void {
	if (!isRemembered || memory.readWith !== setWith) memory.ofDialect.clear();
	memory.readWith = setWith;
}

function isShown(reason: Reason, memory: Memory, { setWith }: Frame): boolean {
	if (isPause(reason)) return false;
	memory.failures += 1;
	const isUntried = memory.worksWith !== setWith;
	return (isUntried && isOfSettings(reason)) || isTold(memory.failures);
}

/** "Now" is when the trigger was published, also where the server answers only later. */
function holdBeginning(context: IPollFunctions, memory: Memory, frame: Frame): void {
	const { wanted } = frame;
	if (!wanted) return;
	const kept = context.getWorkflowStaticData('node');
	const begun = beginReading(kept, memory.remembered, wanted);
	if (!isReading(begun) || begun.stored) return;
	const held = holdPlace(begun, asOf(frame));
	keep(kept, memory, endReading(held, { isDelivered: false, wanted, stamp: randomUUID() }));
}

/** In one go and at the end, so that nothing half stored can be saved. */
function keep(
	kept: IDataObject,
	memory: Memory,
	{ store, remember }: { store: Stored | null; remember: Remembered },
): void {
	memory.remembered = remember;
	if (!store) return;
	for (const name of Object.keys(kept)) delete kept[name];
	Object.assign(kept, store);
}

function inWords({ seen, wanted, isMore, stopped, restored }: Read): string {
	return [
		`, ${seen} changes read, ${wanted.length} delivered`,
		isMore ? ', more waiting' : '',
		stopped ? `, ended early: ${stopped.code}` : '',
		restored ? ', server restored' : '',
	].join('');
}
