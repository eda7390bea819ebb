import type { SandboxProcess } from '../../../test/support/sandbox.mts';
import type { Credential, N8nApi } from '../../n8n/api.mts';
import type { Dialect } from '../commandLine.mts';

/** The credential of one of a sandbox's servers, with no limit of its own. */
export async function makeCredential(
	api: N8nApi,
	{ url, deployedUrl, apiKey, login }: SandboxProcess,
	dialect: Dialect,
	helplineCode: string,
): Promise<Credential> {
	const common = { helplineCode, requestsPerHour: 1_000_000 };
	return dialect === 'published'
		? await api.createCredential('openChsApi', 'Chaos', { ...common, baseUrl: url, apiKey })
		: await api.createCredential('openChsLoginApi', 'Chaos', {
				...common,
				baseUrl: deployedUrl,
				...login,
			});
}
