import type { INodeParameters } from 'n8n-workflow';

import { fileItem, prepare } from '../support/helpline';
import { findMarker, MARKER, MARKER_DIGITS, MARKER_PHONE, plantCase } from '../support/markers';
import type { Ids, OperationUse } from '../support/operations';
import { everyOperation, mapped } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { tableOf } from './outside.mts';
import { counted } from './promise';
import { on, Server } from './server';
import { inSandbox } from './side';
import { promised } from './tellAbout';

/** Everything that can go wrong with a call; the refusals repeat what was sent. */
const FAULTS = [
	'cut-before',
	'cut-after',
	'cut-middle',
	'hang-before',
	'hang-after',
	'html-before',
	'html-after',
	'empty-before',
	'empty-after',
	'half-json',
	'wrong-shape=text',
	'wrong-shape=swap',
	'wrong-shape=null',
	'wrong-shape=number',
	'proxy-page',
	'rate-limit=3600',
	'rate-limit=date',
	'rate-limit=none',
	'status=400',
	'status=401',
	'status=403',
	'status=404',
	'status=409',
	'status=412',
	'status=413',
	'status=500',
	'status=503',
	'status-after=412',
	'status-after=500',
	'redirect=http%3A%2F%2F127.0.0.2%3A9',
] as const;

/** Faults that take nothing away that anybody could notice: no one tells how long a recording is. */
const PASSES: Record<string, string> = { 'half-json': 'communication downloadRecording' };

/** Faults strike what comes after the log-in. */
const ALL_BUT_LOGIN = '/(?!auth$).*';
/** These ask for nothing but the account, as a log-in does. */
const ASKS_ACCOUNT = /^(server check|user getMe)$/;

/**
 * Where a fault strikes: everywhere; or only where the values travel, so that what is looked up before
 * goes through: the calls that write, and those after the first of an operation that reads.
 */
const PLACES = ['everywhere', 'where values travel'] as const;
type Place = (typeof PLACES)[number];

describe('planted markers over the deployed server, in the product of operations and faults', () => {
	let sandbox: SandboxProcess;
	const swept = { runs: 0, hits: 0, operations: 0 };

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	});
	afterAll(async () => await sandbox.stop());

	it('every operation goes through while nothing is wrong', async () => {
		const server = serverFor(sandbox, 0);
		const ids = await prepared(sandbox);
		const uses = operations(ids, await plantedFields(sandbox));

		for (const use of uses) {
			const { error } = await server.run(planted(use, ids), { items: [fileItem()] });
			expect({ name: nameOf(use), error: error?.message }).toEqual({ name: nameOf(use) });
		}
	});

	it.each(FAULTS.flatMap((fault) => PLACES.map((place) => [fault, place] as const)))(
		'%s %s leaks nothing, and is never taken for data',
		async (fault, place) => {
			const ids = await prepared(sandbox);
			const uses = operations(ids, await plantedFields(sandbox));
			const leaks: string[] = [];
			const takenForData: string[] = [];

			for (const [number, use] of uses.entries()) {
				const account = FAULTS.indexOf(fault) * PLACES.length + PLACES.indexOf(place);
				const server = serverFor(sandbox, account * uses.length + number);
				if (ASKS_ACCOUNT.test(nameOf(use))) await server.list({ limit: 1 });
				await sandbox.admin.setFaults([faultFor(fault, place, use)]);
				const run = await server.run(
					planted(use, ids),
					{ items: [fileItem({ child_name: `Child ${MARKER}`, phone: MARKER_DIGITS })] },
					{ timeout: timeoutSeconds(fault, use), attempts: 1 },
				);
				const [struck] = await sandbox.admin.faults();
				await sandbox.admin.clearFaults();
				swept.runs += 1;
				const seen = [run.error, run.storedError, run.thrown, run.log, run.hints, run.uiMessages];
				leaks.push(...findMarker(seen, nameOf(use)));
				if (place !== 'everywhere') continue;
				expect({ name: nameOf(use), isStruck: (struck?.applied ?? 0) > 0 }).toEqual({
					name: nameOf(use),
					isStruck: true,
				});
				if (!run.error && PASSES[fault] !== nameOf(use)) takenForData.push(nameOf(use));
			}

			swept.hits += leaks.length;
			swept.operations = uses.length;
			expect(leaks).toEqual([]);
			expect(takenForData).toEqual([]);
		},
	);

	promised('deployed', 'no value of a case stands in an error, a log line or a hint', async () => {
		const { operations: count, runs, hits } = swept;
		expect(runs).toBe(count * FAULTS.length * PLACES.length);
		expect(hits).toBe(0);
		return `${counted(count, 'operation')} x ${FAULTS.length} faults x ${PLACES.length} places = ${runs} runs, ${hits} hits`;
	});
});

function nameOf({ resource, operation }: OperationUse): string {
	return `${resource} ${operation}`;
}

function faultFor(fault: string, place: Place, use: OperationUse): string {
	const path = ASKS_ACCOUNT.test(nameOf(use)) ? '/.*' : ALL_BUT_LOGIN;
	const named = `${fault};server=deployed`;
	if (place === 'everywhere') return `${named}:*:${path}`;
	return use.does === 'write' ? `${named}:POST:${path}` : `${named}:*:${path}::1`;
}

/** Those that this login has and that send something. */
function operations(ids: Ids, fields: INodeParameters): OperationUse[] {
	const all = everyOperation(ids, fields).filter(
		({ isLocal, login }) => !isLocal && login !== 'key',
	);
	// Who was taken off the case cannot be changed any more.
	const isLast = ({ operation }: OperationUse) => operation === 'delete';
	return [...all.filter((use) => !isLast(use)), ...all.filter(isLast)];
}

type Prepared = Ids & { recordingId: string };

/** What hangs on a case, by the ids of this server. */
async function prepared(sandbox: SandboxProcess): Promise<Prepared> {
	const ids = await prepare(sandbox);
	const server = new Server(inSandbox('deployed', sandbox), sandbox);
	const kept = String(ids.caseId);
	await sandbox.admin.insertCase({ title: 'Keyed here', external_key: 'form-1' });
	const parameters = on(kept, { returnAll: true });
	const [attachment] = await server.ask({
		resource: 'attachment',
		operation: 'getAll',
		parameters,
	});
	const [person] = await server.ask({
		resource: 'person',
		operation: 'create',
		parameters: on(kept, {
			personKind: 'client',
			fields: mapped({ name: 'Zuri Testchild' }),
		}),
	});
	const calls = await tableOf(sandbox.deployedUrl, sandbox.login, 'calls');
	const answered = calls.find(({ talk_time }) => Number(talk_time) > 0);
	return {
		...ids,
		attachmentId: Number(attachment?.id),
		personId: Number(person?.id),
		recordingId: answered?.uniqueid ?? '',
	};
}

async function plantedFields(sandbox: SandboxProcess): Promise<INodeParameters> {
	const sound = await new Server(inSandbox('deployed', sandbox), sandbox).fields();
	const plant = plantCase(1);
	return {
		...sound,
		title: plant.title,
		description: plant.description,
		plan: plant.plan,
		reporter_name: plant.reporter_name,
		reporter_phone: plant.reporter_phone,
		reporter_email: plant.reporter_email,
		child_name: plant.child_name,
		child_location: plant.child_location,
	};
}

function planted(use: OperationUse, ids: Prepared): OperationUse {
	const texts: Record<string, string> = {
		description: `Note ${MARKER}`,
		message: `Message ${MARKER}`,
		contactAddress: MARKER_PHONE,
		searchText: `Search ${MARKER}`,
	};
	const parameters = { ...use.parameters };
	for (const [name, text] of Object.entries(texts)) if (name in parameters) parameters[name] = text;
	if (use.operation === 'downloadRecording') parameters.recordingId = ids.recordingId;
	if (use.resource === 'person' && 'fields' in parameters) {
		const { child_name: name, child_location: landmark } = plantCase(1);
		parameters.fields = mapped({ name, landmark, phone: MARKER_PHONE });
	}
	if (nameOf(use) === 'case update') {
		const { description, plan, reporter_name, child_name } = plantCase(2);
		parameters.fields = mapped({ description, plan, reporter_name, child_name, notes: MARKER });
	}
	return { ...use, parameters };
}

/**
 * A login of its own for each run: a server that asks to come back later, and a refused password, are
 * remembered by login. User names are read in any letter case there.
 */
function serverFor(sandbox: SandboxProcess, number: number): Server {
	const letters = [...'integration'];
	const user = letters
		.map((letter, place) => ((number >> place) & 1 ? letter.toUpperCase() : letter))
		.join('');
	const login = { user, password: sandbox.login.password };
	return new Server({ ...inSandbox('deployed', sandbox), login }, sandbox);
}

/** A hanging server is given up soon; files are given sixty times as long. */
function timeoutSeconds(fault: string, use: OperationUse): number {
	if (!fault.startsWith('hang')) return 2;
	const isFile = use.operation === 'upload' || use.operation.startsWith('download');
	return isFile ? 0.02 : 0.3;
}
