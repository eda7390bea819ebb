import type { Account, MariaDb } from '../../../test/support/mariaDb.mts';
import { exactly, type Measured } from '../check.mts';

/** Refusals for want of a right: of a schema, a user, a table, a column, anything else. */
const FOR_WANT_OF_RIGHTS = [1044, 1045, 1142, 1143, 1227, 1370];
const NO_SUCH_COLUMN = 1054;
const TOOK_TOO_LONG = [1969, 3024];

const ATTEMPTS: Readonly<Record<string, readonly string[]>> = {
	writes: [
		"UPDATE cases SET status = 'closed'",
		'DELETE FROM cases',
		'INSERT INTO cases (id) VALUES (1)',
		"UPDATE helpline.kase SET status = 'closed'",
		'DELETE FROM helpline.kase_activity',
		'TRUNCATE TABLE helpline.kase',
	],
	'changes of tables': [
		'CREATE TABLE openchs_analytics.mine (id INT)',
		'DROP VIEW cases',
		'ALTER TABLE helpline.kase ADD COLUMN mine INT',
		'CREATE OR REPLACE VIEW cases AS SELECT 1',
		'DROP DATABASE helpline',
	],
	'other schemas': [
		'SELECT * FROM payroll.salary',
		'SELECT user FROM mysql.user',
		'SELECT id FROM helpline.auth',
	],
	files: [
		"SELECT id FROM cases INTO OUTFILE '/tmp/openchs-never-written'",
		"LOAD DATA INFILE '/etc/hostname' INTO TABLE cases (case_number)",
		"SELECT id INTO DUMPFILE '/tmp/openchs-never-written' FROM cases LIMIT 1",
	],
	'personal columns of the tables': [
		'SELECT reporter_phone FROM helpline.kase',
		'SELECT child_name FROM helpline.kase',
		'SELECT description FROM helpline.kase_activity',
		'SELECT message FROM helpline.contact',
		'SELECT reporter_phone FROM helpline.mv_reporters',
	],
	'rights for others': [
		"GRANT SELECT ON openchs_analytics.cases TO 'guide'@'127.0.0.1'",
		"CREATE USER 'mine'@'127.0.0.1'",
	],
};

/** What the account for reading tries, past every query of ours. */
export async function refusals(database: MariaDb, account: Account): Promise<Measured[]> {
	const connection = await database.connect(account, 'openchs_analytics');
	try {
		const measured: Measured[] = [];
		for (const [what, attempts] of Object.entries(ATTEMPTS)) {
			let refused = 0;
			for (const sql of attempts) {
				const number = await connection.refusal(sql);
				if (number !== null && FOR_WANT_OF_RIGHTS.includes(number)) refused += 1;
			}
			measured.push(exactly(`refused by rights: ${what}`, attempts.length, refused));
		}
		const unknown = ['title', 'reporter_phone', 'child_age', 'child_location'];
		let absent = 0;
		for (const column of unknown) {
			const number = await connection.refusal(`SELECT ${column} FROM cases`);
			if (number === NO_SUCH_COLUMN) absent += 1;
		}
		const slow = '/*M! SET STATEMENT max_statement_time=1 FOR */SELECT id FROM cases WHERE SLEEP(0.2) = 0';
		const tooLong = await connection.refusal(slow);
		const [limits] = await connection.query('SHOW GRANTS');
		const cap = JSON.stringify(limits);
		return [
			...measured,
			exactly('personal columns that no view has', unknown.length, absent),
			{
				promise: 'a query that takes too long is ended',
				measured: String(tooLong),
				isMet: tooLong !== null && TOOK_TOO_LONG.includes(tooLong),
			},
			{
				promise: 'the account itself has caps of time and connections',
				measured: /WITH .*/.exec(cap)?.[0]?.replace(/["}]+$/, '') ?? 'none',
				isMet: /MAX_USER_CONNECTIONS 5/.test(cap) && /MAX_STATEMENT_TIME 30/.test(cap),
			},
		];
	} finally {
		await connection.close();
	}
}
