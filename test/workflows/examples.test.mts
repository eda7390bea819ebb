import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '../../tools/common/files.mts';
import { csvImport } from '../../tools/examples/checks/csvImport.mts';
import { intakeToCase } from '../../tools/examples/checks/intakeToCase.mts';
import { sendNow } from '../../tools/examples/checks/sendNow.mts';
import { Sweep, sweepLine } from '../../tools/examples/sweep.mts';
import { formOfExample } from '../../tools/examples/form.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';
import { textOfPage } from '../support/markdown.mts';

const examples = join(projectRoot, 'examples');
const names = readdirSync(examples);
/** An example that has to be set up first has a workflow for that beside its own. */
const workflows = names.flatMap((name) =>
	readdirSync(join(examples, name))
		.filter((file) => file.endsWith('workflow.json'))
		.map((file) => [name, file] as const),
);

describe('every example', () => {
	it.each(workflows)('%s/%s is inactive, explains itself, stores no run', (name, file) => {
		const form = formOfExample(name, file);

		expect(form).toMatchObject({
			isInactive: true,
			holdsNoCredential: true,
			beginsWithSettings: true,
			storesNoRuns: true,
		});
		expect(form.notes).toBeGreaterThan(2);
	});

	it.each(names)('%s has a workflow and a page with a picture of it', (name) => {
		const files = readdirSync(join(examples, name));
		const pictures = [
			...textOfPage(join('examples', name, 'README.md')).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g),
		];

		expect(files).toEqual(expect.arrayContaining(['workflow.json', 'README.md']));
		expect(pictures.length).toBeGreaterThan(0);
		expect(files).toEqual(expect.arrayContaining(pictures.map(([, file]) => file)));
	});
});

describe('examples with their known answer, in small', () => {
	it.each([csvImport, intakeToCase, sendNow].map((check) => [check.example, check] as const))(
		'%s keeps its promises',
		async (_name, { run }) => {
			const { template, owner } = await sharedN8n();

			const sweep = new Sweep();
			const measured = await run({ n8n: { from: template }, owner, volume: 'small', sweep });

			expect(sweepLine([sweep])).toMatchObject({ isMet: true });
			expect(measured.filter(({ isMet }) => !isMet)).toEqual([]);
			expect(measured.length).toBeGreaterThan(1);
		},
		300_000,
	);
});
