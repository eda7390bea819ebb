/** The pages that are made from the package itself: what stands in `docs/` must be what these give. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import type { WritableField } from '../../nodes/shared/record/fields';
import { projectRoot } from '../common/files.mts';
import type { Load } from '../chaos/product.mts';
import { operationsPage } from './operations.mts';
import { personalFieldsPage, type Tables } from './personalFields.mts';
import type { Said } from './sentences.mts';
import { troubleshootingPage } from './troubleshooting.mts';

/** In the order in which the page has them: the everyday node first. */
export const NODES = [
	'OpenChs',
	'OpenChsTrigger',
	'OpenChsWebhookTrigger',
	'OpenChsCsvImport',
	'OpenChsJsonExport',
	'OpenChsAiTranscribe',
] as const;

export function madePages(load: Load, said: Said): Record<string, string> {
	const nodes = NODES.map((name) => {
		const made = load<Record<string, new () => INodeType>>(`nodes/${name}/${name}.node`)[name];
		if (!made) throw new Error(`nodes/${name} has no node of that name`);
		return new made().description;
	});
	const { WRITABLE_FIELDS } = load<{ WRITABLE_FIELDS: readonly WritableField[] }>(
		'nodes/shared/record/fields',
	);
	const { PERSONAL } = load<{ PERSONAL: string[] }>('nodes/OpenChsAiTranscribe/present');
	return {
		'docs/operations.md': operationsPage({ nodes, caseFields: WRITABLE_FIELDS, previewOf }),
		'docs/personal-fields.md': personalFieldsPage({
			fields: load<Tables['fields']>('nodes/shared/privacy/personalFields'),
			columns: load<Tables['columns']>('nodes/shared/privacy/personalColumns'),
			spoken: PERSONAL,
		}),
		'docs/troubleshooting.md': troubleshootingPage(said),
	};
}

export function pageAsItStands(path: string): string {
	return readFileSync(join(projectRoot, path), 'utf8');
}

export function previewOf(node: string, path: string): string[] {
	const folder = `O${node.slice(1)}`;
	const ending = path === '' ? '' : `/${path}`;
	const file = join(projectRoot, 'nodes', folder, '__schema__', `v1.0.0${ending}.json`);
	if (!existsSync(file)) return [];
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties?: object };
	return Object.keys(properties ?? {}).sort();
}
