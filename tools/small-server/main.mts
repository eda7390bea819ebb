/**
 * `npm run test:small-server`: what `docs/small-server` describes, without containers: n8n with the
 * published settings, PostgreSQL, and Caddy with the published file in front, all on loopback.
 */
import { randomBytes } from 'node:crypto';
import { globalAgent } from 'node:https';
import axios from 'axios';

import { findPostgres, startPostgres } from '../../test/support/postgres.mts';
import { startSandboxProcess } from '../../test/support/sandbox.mts';
import { failPlainly } from '../common/failPlainly.mts';
import { freePorts } from '../common/ports.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { exactly, none } from '../examples/check.mts';
import { closingLine, tableOf, type Row } from '../examples/table.mts';
import { demoOwner, n8nApi } from '../n8n/api.mts';
import { packPackage } from '../n8n/pack.mts';
import { startN8n } from '../n8n/server.mts';
import { environmentOfN8n } from './compose.mts';
import { publishForm, sendForm } from './form.mts';
import { findCaddy, startProxy } from './proxy.mts';

const FORMS = 5;
const quietly = { proxy: false, validateStatus: () => true, maxRedirects: 0 } as const;

failPlainly();
onStopSignal(() => process.exit(1));
findPostgres();
findCaddy();

const [n8nPort = 0, httpPort = 0, httpsPort = 0] = await freePorts(3);
const host = `localhost:${httpsPort}`;
const url = `https://${host}`;
const endings: Array<() => Promise<void>> = [];
const rows: Row[] = [];
const found = (row: Omit<Row, 'example'>) => rows.push({ example: 'small server', ...row });
const yes = (promise: string, isMet: boolean) =>
	found({ promise, measured: isMet ? 'yes' : 'no', isMet });
try {
	const sandbox = await startSandboxProcess();
	endings.unshift(sandbox.stop);
	await sandbox.admin.reset('empty');
	const postgres = await startPostgres();
	endings.unshift(postgres.stop);
	const n8n = await startN8n({
		tarball: await packPackage(),
		port: n8nPort,
		env: {
			...environmentOfN8n({
				N8N_HOST: host,
				TIME_ZONE: 'Africa/Nairobi',
				N8N_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
				POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
			}),
			DB_POSTGRESDB_HOST: postgres.host,
			DB_POSTGRESDB_PORT: String(postgres.port),
			// n8n's own default, which the other tests switch off: they have no certificate.
			N8N_SECURE_COOKIE: 'true',
		},
	});
	endings.unshift(n8n.stop);
	const proxy = await startProxy({ host, httpPort, httpsPort, n8nPort });
	endings.unshift(proxy.stop);
	globalAgent.options.ca = proxy.authority;

	const plain = await axios.get(`http://localhost:${httpPort}/`, quietly);
	const location = String(plain.headers.location);
	yes('the plain address leads to the one with a certificate', location.startsWith('https://localhost'));
	const api = n8nApi(url);
	await api.setupOwner();
	const login = { emailOrLdapLoginId: demoOwner.email, password: demoOwner.password };
	const { headers } = await axios.post(`${url}/rest/login`, login, quietly);
	yes(
		'the session is for HTTPS only',
		headers['set-cookie']?.some((cookie) => cookie.includes('Secure')) === true,
	);

	const workflow = await publishForm(api, url, sandbox);
	const waiting: string[] = [];
	for (let n = 0; n < FORMS; n += 1) waiting.push(await sendForm(url, `before ${n}`));
	const outside = waiting.filter((address) => new URL(address).origin === url);
	exactlyFound('forms that are answered at the public address', FORMS, outside.length);
	exactlyFound('forms that became a case', FORMS, (await sandbox.admin.cases()).length);

	await n8n.kill();
	await n8n.restart();
	await api.login();
	const again = await sendForm(url, 'after');
	yes('a form is taken after a power cut, with the stored login', again !== '');
	exactlyFound('cases then', FORMS + 1, (await sandbox.admin.cases()).length);
	found(none('runs that n8n keeps', (await api.listExecutions(workflow)).length));
} finally {
	for (const end of endings) await end();
}
console.log(`\n${tableOf(rows).join('\n')}\n`);
console.log(closingLine(rows));
process.exit(rows.some(({ isMet }) => !isMet) ? 1 : 0);

function exactlyFound(promise: string, wanted: number, measured: number): void {
	found(exactly(promise, wanted, measured));
}
