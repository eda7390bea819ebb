import { readFileSync } from 'node:fs';

/** The fields that the editor shows before a run, sorted. */
export function previewOf(resource: string, operation: string): string[] {
	const path = `${process.cwd()}/nodes/OpenChs/__schema__/v1.0.0/${resource}/${operation}.json`;
	const schema = JSON.parse(readFileSync(path, 'utf8')) as { properties: Record<string, unknown> };
	return Object.keys(schema.properties).sort();
}
