import Papa from 'papaparse';

import { madeUpFile } from '../../../test/support/csvFile.mts';
import type { Connection, MariaDb } from '../../../test/support/mariaDb.mts';
import { exactly, type Measured } from '../check.mts';
import { holdsMarker } from '../planted.mts';

const ROWS = 40;
/** Among the rows; a title is all that the guide's importer asks for. */
const WRONG = 9;

/**
 * What the guide's importer and exporter do to a database, played here with code of our own. What is
 * done in their place shows in the checks of csv-import and json-export.
 */
export async function guideOnDatabase(database: MariaDb): Promise<Measured[]> {
	const connection = await database.connect(database.administrator, 'helpline');
	try {
		const before = await count(connection);
		const first = await importByPosition(connection);
		const added = (await count(connection)) - before;
		await importByPosition(connection);
		const doubled = (await count(connection)) - before - added;
		const exported = JSON.stringify(
			await connection.query(
				'SELECT k.*, u.username AS assigned_to FROM kase k LEFT JOIN auth u ON k.assigned_user_id = u.id',
			),
		);
		return [
			exactly("the guide's importer: cases that a second run doubles", first.imported, doubled),
			{
				promise: "the guide's importer: rows written that OpenCHS would refuse",
				measured: String(first.imported - (ROWS - WRONG)),
				isMet: first.imported > ROWS - WRONG,
			},
			exactly(
				"the guide's importer: errors that name their row by its case number",
				ROWS - first.imported,
				first.errors.filter((error) => /^Row OLD-\d+: /.test(error)).length,
			),
			{
				promise: "the guide's exporter: everything identifying leaves",
				measured: holdsMarker(exported) ? 'yes' : 'no',
				isMet: holdsMarker(exported),
			},
		];
	} finally {
		await connection.close();
	}
}

async function count(connection: Connection): Promise<number> {
	const [row] = await connection.query('SELECT COUNT(*) AS n FROM kase');
	return Number(row?.n);
}

/** Columns by their position, straight into the table; what fails is named by its case number. */
async function importByPosition(
	connection: Connection,
): Promise<{ imported: number; errors: string[] }> {
	const names = ['case_number', 'title', 'description', 'category', 'priority', 'reporter_phone'];
	const insert = `INSERT INTO kase (${names.join(', ')}, created_at) VALUES (?, ?, ?, ?, ?, ?, NOW())`;
	const errors: string[] = [];
	let imported = 0;
	const { data } = Papa.parse<string[]>(madeUpFile(ROWS, WRONG).text, { skipEmptyLines: true });
	for (const cells of data.slice(1)) {
		try {
			if (!cells[1]) throw new Error('Title is required');
			await connection.query(insert, cells.slice(0, names.length));
			imported += 1;
		} catch (error) {
			errors.push(`Row ${cells[0]}: ${(error as Error).message}`);
		}
	}
	return { imported, errors };
}
