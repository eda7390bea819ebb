import type { MariaDb, Row } from '../../test/support/mariaDb.mts';
import type { CaseRow } from '../sandbox/records.mts';

/** Tables as the documentation of OpenCHS describes them, as far as anything here reads them. */
const TABLES = [
	`auth (id INT PRIMARY KEY, username VARCHAR(100) NOT NULL)`,
	`kase (id INT PRIMARY KEY AUTO_INCREMENT, case_number VARCHAR(50) NOT NULL, title VARCHAR(255) NOT NULL,
		description TEXT, category VARCHAR(50), subcategory VARCHAR(50),
		priority ENUM('low', 'medium', 'high', 'critical'),
		status ENUM('open', 'assigned', 'in_progress', 'resolved', 'closed'),
		reporter_name VARCHAR(255), reporter_phone VARCHAR(20), reporter_email VARCHAR(255),
		child_name VARCHAR(255), child_age INT, child_location VARCHAR(255),
		child_gender ENUM('male', 'female', 'other', 'unknown'), assigned_user_id INT,
		created_at TIMESTAMP NULL, updated_at TIMESTAMP NULL, KEY (created_at))`,
	`kase_activity (id INT PRIMARY KEY AUTO_INCREMENT, kase_id INT NOT NULL,
		activity_type VARCHAR(40), description TEXT, user_name VARCHAR(255),
		created_at TIMESTAMP NULL, KEY (kase_id))`,
	`contact (id INT PRIMARY KEY AUTO_INCREMENT, kase_id INT, contact_type VARCHAR(20),
		direction VARCHAR(20), contact_address VARCHAR(255), message TEXT, duration INT,
		call_status VARCHAR(20), created_at TIMESTAMP NULL)`,
	`fact_case_daily (metric_date DATE PRIMARY KEY, new_cases INT, resolved_cases INT)`,
	`mv_reporters (reporter_phone VARCHAR(20), cases INT)`,
] as const;

const CASE_COLUMNS = [
	...['id', 'case_number', 'title', 'description', 'category', 'subcategory', 'priority'],
	...['status', 'reporter_name', 'reporter_phone', 'reporter_email', 'child_name', 'child_age'],
	...['child_location', 'child_gender', 'assigned_user_id', 'created_at', 'updated_at'],
] as const;

export type Case = Pick<CaseRow, (typeof CASE_COLUMNS)[number] & keyof CaseRow>;

/** What a helpline's database holds: these cases, a second schema, and nothing real. */
export async function fillHelpline(
	database: MariaDb,
	cases: readonly Case[],
	more: Readonly<Record<string, readonly Row[]>> = {},
): Promise<void> {
	const connection = await database.connect(database.administrator);
	try {
		for (const sql of [
			'DROP DATABASE IF EXISTS helpline',
			'CREATE DATABASE helpline CHARACTER SET utf8mb4',
			'CREATE DATABASE IF NOT EXISTS payroll',
			'CREATE TABLE IF NOT EXISTS payroll.salary (id INT PRIMARY KEY, amount INT)',
			'USE helpline',
			"SET time_zone = '+00:00'",
			...TABLES.map((table) => `CREATE TABLE ${table}`),
			"INSERT INTO auth VALUES (1, 'counsellor_01'), (2, 'supervisor_01')",
		]) {
			await connection.query(sql);
		}
		const insert = async (table: string, rows: readonly Row[]) => {
			const [first] = rows;
			if (!first) return;
			const names = Object.keys(first);
			const values = rows.map((row) => names.map((name) => row[name] ?? null));
			await connection.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES ?`, [values]);
		};
		await insert('kase', cases.map(caseRow));
		for (const [table, rows] of Object.entries(more)) await insert(table, rows);
	} finally {
		await connection.close();
	}
}

function caseRow(given: Case): Row {
	return Object.fromEntries(
		CASE_COLUMNS.map((name) => {
			const value = given[name];
			return [name, name.endsWith('_at') ? inDatabase(String(value)) : value];
		}),
	);
}

/** An instant as a connection in UTC writes it. */
export function inDatabase(iso: string): string {
	return new Date(iso).toISOString().slice(0, 19).replace('T', ' ');
}
