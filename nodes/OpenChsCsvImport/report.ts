import { csvCell } from '../shared/privacy/csvCell';
import type { Problem } from './rowCase';
import type { Summary } from './summary';
import { figures, nameOf, notices, rowsOf } from './summary';

/** The columns of the file to correct that are ours; a file with them is read back without a word. */
const OWN_COLUMNS = ['import_row', 'external_key', 'import_column', 'import_code', 'import_reason'];

/** How the file to correct is written: with the original cells only where a person asked for them. */
export interface CorrectionOptions {
	/** Headers of the original file; null to leave its cells out. */
	columns: readonly string[] | null;
}

export function correctionHeader({ columns }: CorrectionOptions): string {
	return toLine([...ownColumns(columns), ...(columns ?? [])]);
}

/** One row to correct. Its own key goes with it, so that the corrected row is the same case. */
export function correctionLine(
	row: { number: number; key: string | null; cells: readonly string[] },
	problems: readonly Problem[],
	{ columns }: CorrectionOptions,
): string {
	const own: Record<string, string> = {
		import_row: String(row.number),
		external_key: row.key ?? '',
		import_column: [...new Set(problems.map(({ column }) => column ?? ''))].join(', '),
		import_code: problems[0]?.code ?? '',
		import_reason: problems.map(({ reason, advice }) => `${reason}. ${advice}`.trim()).join(' '),
	};
	const cells = columns === null ? [] : row.cells;
	return toLine([...ownColumns(columns).map((name) => own[name] ?? ''), ...cells]);
}

/** A file that has a column for the key keeps it in that one. */
function ownColumns(columns: readonly string[] | null): string[] {
	const hasKey = columns?.some((each) => each.trim().toLowerCase() === 'external_key') ?? false;
	return OWN_COLUMNS.filter((name) => name !== 'external_key' || !hasKey);
}

function toLine(cells: readonly string[]): string {
	return `${cells.map(csvCell).join(',')}\r\n`;
}

export function titleOf({ mode, isComplete, isReady }: Summary): string {
	if (mode === 'check') return isReady ? 'Check: the import can begin' : 'Check: not ready yet';
	return isComplete ? 'Import: every row is done' : 'Import: not every row is done yet';
}

/** The same counts as the page, in a form that n8n shows. */
export function toMarkdown(summary: Summary): string {
	const { reasons } = summary.tally;
	const rows = figures(summary).map(({ label, value }) => `| ${label} | ${value} |`);
	const noticed = notices(summary).map((sentence) => `- ${sentence}`);
	const refused = reasons.map(
		({ column, reason, count, rows: named }) =>
			`| ${count} | ${escapeCell(column ?? '')} | ${escapeCell(reason)} | ${rowsOf(named, count)} |`,
	);
	return [
		`# ${titleOf(summary)}`,
		'',
		'| What | How many |',
		'| --- | --- |',
		...rows,
		...(noticed.length > 0 ? ['', '## To look at', '', ...noticed] : []),
		...(refused.length > 0
			? [
					'',
					'## To fix',
					'',
					'| Rows | Column | Reason | Where |',
					'| --- | --- | --- | --- |',
					...refused,
				]
			: []),
		'',
		'## Columns',
		'',
		...summary.mapping.columns.map((column) => `- ${columnLine(column, summary)}`),
		'',
	].join('\n');
}

const HOW: Record<Summary['mapping']['columns'][number]['how'], string> = {
	by_hand: 'as you set it',
	by_name: 'by its name',
	by_position: 'by its position',
	suggested: 'suggested, please look',
	not_at_all: '',
};

/** What becomes of a column, in words. */
export function columnLine(
	column: Summary['mapping']['columns'][number],
	summary: Pick<Summary, 'showsHeaders'>,
): string {
	const { target, how } = column;
	const name = nameOf(column, summary);
	const reason = HOW[how] === '' ? '' : ` (${HOW[how]})`;
	switch (target.is) {
		case 'field':
			return `${name} becomes ${target.field}${reason}`;
		case 'external_key':
			return `${name} is the key of each row${reason}`;
		case 'case_number':
			return `${name} is the old case number: it stays beside the new one${reason}`;
		case 'created_at':
			return `${name} is the old date: no server takes it${reason}`;
		case 'left_out':
			return `${name} is left out${reason}`;
		case 'unknown':
			return `${name} is known to nobody`;
	}
}

/** Words of a header stand in a table: they must not end its cell. */
function escapeCell(text: string): string {
	return text.replace(/[|\r\n]+/g, ' ');
}
