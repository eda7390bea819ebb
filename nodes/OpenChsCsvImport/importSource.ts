import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { BatchRun } from '../shared/helpline/client';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';
import { STOPPED } from '../shared/transport/sentences';
import { Collector } from './collector';
import { endingSentence } from './endingSentence';
import { secondsFor } from './estimate';
import { Importing } from './importRows';
import { toPage } from './page';
import type { PartState } from './parts';
import { doneOf, nextItem, resumeAt, sum } from './parts';
import { planImport } from './plan';
import { logProgress } from './progress';
import { toMarkdown } from './report';
import type { Settings } from './settings';
import type { Source } from './source';
import type { Summary } from './summary';
import { toJson } from './summary';

export interface Imported {
	done: INodeExecutionData[];
	toFix: INodeExecutionData[];
	/** The item for the next part, where the file is not done. */
	next: INodeExecutionData | null;
	/** Sentences to show above the output. */
	hints: string[];
}

/** Rows above which *Done* gives the summary alone, unless the person says otherwise. */
const MOST_ROWS_SHOWN = 1_000;
/** When the server does not tell how fast it answers. */
const USUAL_ANSWER_MS = 100;

/** Checks or imports the rows of one source, from where an earlier part ended. */
export async function importSource(
	context: IExecuteFunctions,
	run: BatchRun,
	settings: Settings,
	source: Source,
	itemIndex: number,
): Promise<Imported> {
	const started = Date.now();
	const fail = (reason: Reason) => toNodeError(context.getNode(), reason, itemIndex);
	const plan = await planImport(context, run, settings, source, itemIndex);
	const { columns, mapping, rules, survey, keys, state, likeness } = plan;
	const signal = context.getExecutionCancelSignal();
	const collector = new Collector(context, {
		columns,
		givesRows: givesRows(settings, survey.rows),
		toFixHolds: settings.toFixHolds,
		correction: { columns: settings.reportHoldsRows ? columns : null },
		helpline: run.helplineCode,
		itemOf: ({ index }) => (settings.input === 'items' ? index : itemIndex),
	});
	const importing = new Importing({
		desk: {
			helpline: run.helpline,
			batch: run.batch,
			rules,
			mode: settings.mode,
			existing: settings.existing,
			item: itemIndex,
		},
		rows: await plan.read(),
		survey,
		keys,
		share: settings.share,
		inFlight: settings.inFlight,
		stopRules: settings.stopRules,
		from: state.position,
		until: partEnd(settings, started),
		signal,
		sink: collector,
	});
	const name = context.getNode().name;
	const progress = logProgress(
		(line) => context.logger.info(line),
		name,
		survey.rows,
		collector.tally,
		signal,
	);
	const { ending, position } = await importing.run().finally(() => progress.stop());
	const corrections = await collector.correction();
	if (importing.wasStopped) throw fail(STOPPED);

	const totals = sum(state.totals, collector.tally.counts);
	const goesOn = settings.parts !== null && (ending?.why === 'part' || ending?.why === 'limit');
	const retryAt = ending?.why === 'limit' ? ending.reason.retryAt : undefined;
	const at = goesOn ? resumeAt(retryAt, Date.now()) : (retryAt ?? null);
	const notSentYet = Math.max(0, survey.rows - doneOf(totals));
	if (ending?.why === 'server' && doneOf(collector.tally.counts) === 0) throw fail(ending.reason);
	const summary: Summary = {
		mode: settings.mode,
		helpline: run.helplineCode,
		isComplete: ending === null,
		isReady: plan.isReady,
		part: state.part,
		rows: survey.rows,
		tally: collector.tally,
		notSentYet,
		ended:
			ending === null
				? null
				: { sentence: endingSentence(ending, at, goesOn, context.getTimezone()), resumeAt: at },
		mapping,
		showsHeaders: plan.showsHeaders,
		alike: likeness?.alike ?? null,
		comparedAll: keys.hasSeenAll,
		remarks: [...collector.remarks],
		seconds: (Date.now() - started) / 1000,
		estimate:
			settings.mode === 'check' ? await estimate(run, settings, collector, itemIndex) : null,
	};
	const binary: IBinaryKeyData = {
		report: await stored(context, toPage(summary), 'import-report.html', 'text/html'),
		summary: await stored(context, toMarkdown(summary), 'import-summary.md', 'text/markdown'),
		...(corrections === null ? {} : { to_correct: corrections }),
	};
	const json = { ...toJson(summary), totals: { ...totals } };
	return {
		done: [...collector.rows, { json, binary, pairedItem: { item: itemIndex } }],
		toFix: collector.toFix,
		next: goesOn
			? await next(source, settings, { ...state, position, totals }, summary, itemIndex)
			: null,
		hints: ending === null || goesOn ? [] : [summary.ended?.sentence ?? ''],
	};
}

function givesRows({ doneHolds }: Settings, rows: number): boolean {
	return doneHolds === 'auto' ? rows <= MOST_ROWS_SHOWN : doneHolds === 'rows';
}

function partEnd({ parts }: Settings, started: number): { time: number; rows: number } {
	return {
		time: parts !== null && parts.minutes > 0 ? started + parts.minutes * 60_000 : Infinity,
		rows: parts !== null && parts.rows > 0 ? parts.rows : Infinity,
	};
}

async function estimate(
	{ batch, helpline }: BatchRun,
	{ inFlight }: Settings,
	{ tally }: Collector,
	itemIndex: number,
): Promise<Summary['estimate']> {
	const { would_create: creates, would_update: updates } = tally.counts;
	const answerMs = await helpline.checkServer(itemIndex).then(
		({ milliseconds }) => milliseconds,
		() => USUAL_ANSWER_MS,
	);
	const pace = batch.pace();
	return { seconds: secondsFor({ writes: creates + updates, inFlight, answerMs, pace }), pace };
}

async function stored(context: IExecuteFunctions, text: string, name: string, type: string) {
	return await context.helpers.prepareBinaryData(Buffer.from(text, 'utf8'), name, type);
}

async function next(
	source: Source,
	{ field }: Settings,
	state: PartState,
	{ ended, rows }: Summary,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const file = await source.file();
	const told = { resumeAt: ended?.resumeAt ?? '', reason: ended?.sentence ?? '', rows };
	return {
		json: nextItem(state, told),
		...(file === null ? {} : { binary: { [field]: file } }),
		pairedItem: { item: itemIndex },
	};
}
