export interface Preview {
	type: 'object';
	version: number;
	properties: Record<string, { type: string }>;
}

/** The output preview that n8n shows before a run, by the place where n8n looks for it. */
export function preview(resource: string, operation: string): Preview {
	return jest.requireActual<Preview>(
		`../../nodes/OpenChs/__schema__/v1.0.0/${resource}/${operation}.json`,
	);
}
