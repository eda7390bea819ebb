import { join } from 'node:path';

/** The folder that the bootstrap filled with n8n and the browser. */
export function runtimeFolder(): string {
	const folder = process.env.OPENCHS_N8N_RUNTIME;
	if (!folder) {
		throw new Error('n8n is not at hand: start this with npm (`npm test n8n`, `npm start`).');
	}

	return folder;
}

export function inRuntime(...parts: readonly string[]): string {
	return join(runtimeFolder(), ...parts);
}

/**
 * Loads a package of the runtime. `getBuiltinModule` leads to Node's own loader, also in a test,
 * where the test framework would otherwise load a whole browser driver in its sandbox.
 */
export function requireFromRuntime<T>(name: string): T {
	const { createRequire } = process.getBuiltinModule('node:module');

	return createRequire(inRuntime('package.json'))(name) as T;
}
