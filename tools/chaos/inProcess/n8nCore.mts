import 'reflect-metadata';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type * as n8nCore from 'n8n-core';
import type * as n8nWorkflow from 'n8n-workflow';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { projectRoot, temporaryFolder } from '../../common/files.mts';

interface Container {
	set(service: unknown, instance: unknown): void;
}

/** n8n-core writes settings, and must not do so in the home directory. */
process.env.N8N_USER_FOLDER ??= temporaryFolder('chaos');

const requireFromRoot = createRequire(join(projectRoot, 'package.json'));
const requireAsCore = createRequire(requireFromRoot.resolve('n8n-core'));

/** The very classes that the package and n8n-core see: both are loaded as CommonJS. */
export const { ExecuteContext, PollContext } = requireFromRoot('n8n-core') as typeof n8nCore;
export const { ICredentialsHelper, NodeHelpers, Workflow } = requireFromRoot(
	'n8n-workflow',
) as typeof n8nWorkflow;

/** Every request that n8n's helpers send from now on goes this way. */
let send: (options: IHttpRequestOptions) => Promise<unknown> = async () => {
	throw new Error('No line is laid yet');
};

export function layLine(line: typeof send): void {
	send = line;
}

const { Container } = requireAsCore('@n8n/di') as { Container: Container };
const { OutboundHttp } = requireAsCore('@n8n/backend-network') as { OutboundHttp: unknown };
const { Logger: CoreLogger } = requireAsCore('@n8n/backend-common') as { Logger: unknown };

const silence = () => undefined;
const quiet = {
	error: silence,
	warn: silence,
	info: silence,
	debug: silence,
	scoped: (): unknown => quiet,
};

Container.set(CoreLogger, quiet);
Container.set(OutboundHttp, {
	requests: () => ({
		request: async (options: IHttpRequestOptions) => await send(options),
	}),
});
