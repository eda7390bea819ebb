import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '../../tools/common/files.mts';
import { csvImport } from '../../tools/examples/checks/csvImport.mts';
import { sendNow } from '../../tools/examples/checks/sendNow.mts';
import { formOfExample } from '../../tools/examples/form.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';

const names = readdirSync(join(projectRoot, 'examples'));

describe('every example', () => {
	it.each(names)('%s is inactive, holds no credential, explains itself, stores no run', (name) => {
		const form = formOfExample(name);

		expect(form).toMatchObject({
			isInactive: true,
			holdsNoCredential: true,
			beginsWithSettings: true,
			storesNoRuns: true,
		});
		expect(form.notes).toBeGreaterThan(2);
		expect(existsSync(join(projectRoot, 'examples', name, 'README.md'))).toBe(true);
	});
});

describe('examples with their known answer, in small', () => {
	it.each([csvImport, sendNow].map((check) => [check.example, check] as const))(
		'%s keeps its promises',
		async (_name, { run }) => {
			const { template, owner } = await sharedN8n();

			const measured = await run({ n8n: { from: template }, owner, volume: 'small' });

			expect(measured.filter(({ isMet }) => !isMet)).toEqual([]);
			expect(measured.length).toBeGreaterThan(1);
		},
		300_000,
	);
});
