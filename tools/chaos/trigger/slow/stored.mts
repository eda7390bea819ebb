import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Of these keys, those that n8n's Remove Duplicates has stored: they came out of the trigger and went
 * through that node. When they were not acted on, n8n was killed between it and the node behind it.
 */
export function storedKeys(userFolder: string, keys: readonly string[]): Set<string> {
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), {
		readOnly: true,
	});
	try {
		const rows = database.prepare('SELECT value FROM processed_data').all() as Array<{
			value: string;
		}>;
		const hashes = new Set(
			rows.flatMap(({ value }) => (JSON.parse(value) as { data: string[] }).data),
		);
		const hashOf = (key: string) => createHash('md5').update(key).digest('base64');
		return new Set(keys.filter((key) => hashes.has(hashOf(key))));
	} finally {
		database.close();
	}
}
