import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
	LOOPBACK,
	programOfSystem,
	startProgram,
	stopWithFolder,
} from '../../test/support/systemServer.mts';
import { textOfFile } from '../../test/support/yamlFile.mts';
import { temporaryFolder } from '../common/files.mts';
import { waitFor } from '../common/wait.mts';

const FILE = 'docs/small-server/Caddyfile';
const START_LIMIT_SECONDS = 30;

const MISSING =
	"Caddy is not there. Install it, such as 'apt-get install caddy' on Debian or Ubuntu, and run this again.";

export function findCaddy(): string {
	return programOfSystem('caddy', MISSING);
}

export interface Proxy {
	/** Of the authority that signed its certificate: a name on loopback gets none from outside. */
	readonly authority: string;
	stop(): Promise<void>;
}

/** The proxy with the published file, on other ports, to an n8n on loopback. */
export async function startProxy(asked: {
	host: string;
	httpPort: number;
	httpsPort: number;
	n8nPort: number;
}): Promise<Proxy> {
	const folder = temporaryFolder('caddy');
	const head = [
		'{',
		'admin off',
		'skip_install_trust',
		`default_bind ${LOOPBACK}`,
		`http_port ${asked.httpPort}`,
		`https_port ${asked.httpsPort}`,
		`storage file_system ${folder}`,
		'}',
	];
	const site = textOfFile(FILE)
		.replace('{$N8N_HOST}', asked.host)
		.replace('n8n:5678', `${LOOPBACK}:${asked.n8nPort}`);
	const file = join(folder, 'Caddyfile');
	writeFileSync(file, `${head.join('\n')}\n${site}`);
	const child = startProgram(findCaddy(), ['run', '--config', file, '--adapter', 'caddyfile'], {
		cwd: folder,
	});
	const stop = stopWithFolder(folder, () => child);
	const root = join(folder, 'pki', 'authorities', 'local', 'root.crt');
	try {
		await waitFor('the certificate of the proxy', START_LIMIT_SECONDS, () => {
			if (child.exitCode !== null) throw new Error('Caddy ended while starting');
			return existsSync(root) ? true : undefined;
		});
		return { authority: readFileSync(root, 'utf8'), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
