import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import { OutgoingFile } from '../shared/outgoingFile';
import type { RecordId } from '../shared/record/case';
import type { Sink } from './importRows';
import type { CorrectionOptions } from './report';
import { correctionHeader, correctionLine } from './report';
import type { Problem } from './rowCase';
import { isShown } from './rowKey';
import type { KeyedRow } from './survey';
import { Tally } from './tally';
import type { RowResult } from './writeRow';

/** Items of *To Fix*; the rest stands in the file to correct. */
const MOST_TO_FIX = 10_000;

export interface CollectorOptions {
	columns: readonly string[];
	/** One item per row on *Done*. */
	givesRows: boolean;
	/** Whether *To Fix* and the file to correct hold the row as it was. */
	toFixHolds: 'reason' | 'reasonAndRow';
	correction: CorrectionOptions;
	helpline: string;
	/** The input item that a row is paired with. */
	itemOf: (row: KeyedRow) => number;
}

/** Turns what comes of the rows into items, counts and the file to correct. */
export class Collector implements Sink {
	readonly tally = new Tally(Date.now());
	readonly remarks = new Set<string>();
	readonly toFix: INodeExecutionData[] = [];
	private readonly done = new Map<number, INodeExecutionData>();
	private correctionFile: OutgoingFile | null = null;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly options: CollectorOptions,
	) {}

	take(row: KeyedRow, result: RowResult): void {
		const { number } = row.row;
		if (result.state === 'to_fix') {
			this.addToFix(row, result.problems);
			return;
		}
		const { outcome, id, caseNumber, notKept, doubts } = result;
		this.tally.addDone(outcome, notKept, Date.now());
		for (const field of doubts) this.tally.addDoubt(field, number);
		if (!this.options.givesRows) return;
		this.done.set(
			row.index,
			this.item(row, { ...this.rowJson(row), id, case_number: caseNumber, outcome }),
		);
	}

	wasThere(row: KeyedRow, id: RecordId, caseNumber: string | null): void {
		this.tally.recount('created', 'already_there');
		const item = this.done.get(row.index);
		if (item) Object.assign(item.json, { id, case_number: caseNumber, outcome: 'already_there' });
	}

	remark(sentence: string): void {
		this.remarks.add(sentence);
	}

	/** The items of *Done*, in the order of the file. */
	get rows(): INodeExecutionData[] {
		return [...this.done].sort(([a], [b]) => a - b).map(([, item]) => item);
	}

	/** The rows to correct, as a file that can be imported again; null when there are none. */
	async correction() {
		return (await this.correctionFile?.close()) ?? null;
	}

	private addToFix(row: KeyedRow, problems: readonly Problem[]): void {
		const { rowCase, key } = row;
		const { number, cells } = row.row;
		const isNamed = isShown(rowCase.caseNumber, rowCase);
		this.tally.addToFix(
			number,
			isNamed ? rowCase.caseNumber : String(number),
			problems,
			Date.now(),
		);
		this.file().write(
			correctionLine({ number, key: key.key, cells }, problems, this.options.correction),
		);
		if (this.toFix.length >= MOST_TO_FIX) return;
		const [first] = problems;
		this.toFix.push(
			this.item(row, {
				row: number,
				column: first?.column ?? null,
				code: first?.code ?? null,
				reason: problems.map(({ reason }) => reason).join('; '),
				advice: [...new Set(problems.map(({ advice }) => advice))].join(' '),
				external_key: key.key,
				...(this.options.toFixHolds === 'reasonAndRow' ? { input: this.inputOf(cells) } : {}),
			}),
		);
	}

	private file(): OutgoingFile {
		if (this.correctionFile === null) {
			this.correctionFile = new OutgoingFile(this.context, 'rows-to-correct.csv', 'text/csv');
			// The mark makes spreadsheets read accents rightly.
			this.correctionFile.write(`\uFEFF${correctionHeader(this.options.correction)}`);
		}
		return this.correctionFile;
	}

	private rowJson({ row, rowCase, key }: KeyedRow): IDataObject {
		return {
			row: row.number,
			external_key: key.key,
			source_case_number: isShown(rowCase.caseNumber, rowCase) ? rowCase.caseNumber : null,
			source_created_at: rowCase.createdAt,
			helpline: this.options.helpline,
		};
	}

	private inputOf(cells: readonly string[]): IDataObject {
		const input: IDataObject = {};
		this.options.columns.forEach((column, index) =>
			setSafeObjectProperty(input, column, cells[index] ?? ''),
		);
		return input;
	}

	private item(row: KeyedRow, json: IDataObject): INodeExecutionData {
		return { json, pairedItem: { item: this.options.itemOf(row) } };
	}
}
