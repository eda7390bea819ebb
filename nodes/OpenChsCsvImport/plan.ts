import type { IExecuteFunctions } from 'n8n-workflow';

import type { KeyLookup, KeysAsk } from '../shared/helpline/batch';
import type { BatchRun } from '../shared/helpline/client';
import type { CaseFieldDeclaration } from '../shared/helpline/verbs';
import type { Reason } from '../shared/transport/errors';
import { cleanError, reasonOf, toNodeError } from '../shared/transport/errors';
import { FileFault } from './fileFault';
import { LikenessBook } from './likeness';
import type { Mapping } from './mapping';
import { mapColumns } from './mapping';
import type { PartState } from './parts';
import { firstState, sourceId, stateOf } from './parts';
import { isReadyFor, notReady } from './readiness';
import type { RowRules } from './rowCase';
import type { Settings } from './settings';
import type { Source } from './source';
import type { KeyedRow, Survey } from './survey';
import { keyedRows, surveyRows } from './survey';

/** Everything that is known of a file and of the server before the first row is sent. */
export interface Plan {
	columns: readonly string[];
	mapping: Mapping;
	/** Whether names of columns may be shown. */
	showsHeaders: boolean;
	isReady: boolean;
	rules: RowRules;
	survey: Survey;
	keys: KeyLookup;
	/** Only for a check. */
	likeness: LikenessBook | null;
	state: PartState;
	read(): Promise<AsyncIterable<KeyedRow[]>>;
}

/** Reads the whole file once and looks its keys up. Throws what keeps an import from beginning. */
export async function planImport(
	context: IExecuteFunctions,
	run: BatchRun,
	settings: Settings,
	source: Source,
	itemIndex: number,
): Promise<Plan> {
	const fail = (reason: Reason) => toNodeError(context.getNode(), reason, itemIndex);
	const isCheck = settings.mode === 'check';
	const ownId = sourceId(settings.sourceName || source.name);
	const state = stateOf(context.getInputData()[itemIndex]) ?? firstState(ownId);
	if (settings.input === 'file' && state.source !== ownId) throw fail(OTHER_FILE);

	const { columns } = await opened(context, source, itemIndex);
	const declared = await run.helpline.caseFields(itemIndex);
	const mapping = mapColumns({ ...settings, columns, declared, hasHeader: source.hasHeader });
	const showsHeaders = mapping.columns.some(({ how }) => how !== 'not_at_all');
	const isReady = isReadyFor(mapping, settings);
	if (!isCheck && !isReady) throw fail(notReady(mapping, showsHeaders));

	const rules = rulesFor(context, settings, mapping, declared);
	const read = async () => keyedRows((await source.open()).rows, columns, state.source, rules);
	const likeness = isCheck ? new LikenessBook() : null;
	const survey = await attempt(
		context,
		itemIndex,
		async () => await surveyRows(await read(), settings.share, likeness),
	);
	const keys = await attempt(
		context,
		itemIndex,
		async () => await openKeys(run, settings, mapping, survey, likeness, itemIndex),
	);
	return { columns, mapping, showsHeaders, isReady, rules, survey, keys, likeness, state, read };
}

/** A part for which the server puts the look-up off ends like one for which it puts a row off. */
async function openKeys(
	{ batch }: BatchRun,
	{ parts }: Settings,
	mapping: Mapping,
	{ rows, firstRow }: Survey,
	likeness: LikenessBook | null,
	itemIndex: number,
): Promise<KeyLookup> {
	const ask: KeysAsk = {
		rows,
		isWanted: (key) => firstRow.has(key),
		haveChildren: mapping.columns.some(
			({ target }) => target.is === 'field' && target.field.startsWith('child_'),
		),
		...(likeness === null
			? {}
			: {
					onCase: (found) =>
						likeness.addCase(found.record, firstRow.has(found.record.external_key ?? '')),
				}),
	};
	return await batch.openKeys(ask, itemIndex).catch((error: unknown) => {
		const refuse = async () => await Promise.reject<never>(error);
		const find = () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) });
		const isPutOff = parts !== null && reasonOf(error)?.code === 'too_many_requests';
		return isPutOff ? { find, readBack: refuse, hasSeenAll: false } : refuse();
	});
}

async function opened(context: IExecuteFunctions, source: Source, itemIndex: number) {
	return await attempt(context, itemIndex, async () => {
		const table = await source.open();
		await table.rows.return(undefined);
		return table;
	});
}

/** A fault of the file leaves as an error of the node, with its sentence. */
async function attempt<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof FileFault) throw toNodeError(context.getNode(), error.reason, itemIndex);
		throw cleanError(context.getNode(), error, itemIndex);
	}
}

function rulesFor(
	context: IExecuteFunctions,
	{ values, unknownColumns, dateFormat }: Settings,
	mapping: Mapping,
	declared: readonly CaseFieldDeclaration[],
): RowRules {
	const timezone = context.getTimezone();
	return { mapping, declared, values, unknownColumns, dateFormat, timezone, clearWord: '[clear]' };
}

const OTHER_FILE: Reason = {
	code: 'setting',
	message: 'Another file came back than the one that was begun',
	description:
		"Wire 'Continue' to a Wait node and that one straight back to this node, so that the file travels with its place.",
};
