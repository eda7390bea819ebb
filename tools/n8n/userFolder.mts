import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const DATABASE = 'database.sqlite';

/**
 * Copies the data of an n8n, a running one too: the database makes the copy itself, so no half-written
 * page is taken. Log and stored files are left behind.
 */
export function cloneUserFolder(from: string, to: string): void {
	const source = join(from, '.n8n');
	const target = join(to, '.n8n');
	mkdirSync(target, { recursive: true });

	for (const part of ['config', 'nodes']) {
		if (!existsSync(join(source, part))) continue;
		cpSync(join(source, part), join(target, part), { recursive: true, verbatimSymlinks: true });
	}

	const database = new DatabaseSync(join(source, DATABASE));
	try {
		database.exec('PRAGMA busy_timeout = 5000');
		database.prepare('VACUUM INTO ?').run(join(target, DATABASE));
	} finally {
		database.close();
	}
}
