import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fileItem } from '../../support/helpline';
import { byId, mapped } from '../../support/operations';
import { readBinary } from '../../support/engine';
import type { ContractPromise } from '../promise';
import { counted, NotRun } from '../promise';
import type { Server, Use } from '../server';
import { idsOf, MISSING_ID, on, recordsOf, requestsOf } from '../server';

/** One operation of the node: what it is given on this server, and what its first record must hold. */
interface Operation {
	resource: string;
	operation: string;
	does: 'read' | 'write';
	only?: ContractPromise['only'];
	given?: (server: Server) => Promise<INodeParameters>;
	/** Members that the first record must have. */
	holds?: (server: Server) => Promise<IDataObject>;
	/** True where an empty list is an answer as well. */
	mayBeEmpty?: true;
}

const DAY_MS = 86_400_000;

const READS: readonly Operation[] = [
	{
		resource: 'server',
		operation: 'check',
		does: 'read',
		holds: async () => ({ reachable: true, login_accepted: true }),
	},
	{ resource: 'user', operation: 'getMe', does: 'read' },
	{
		resource: 'user',
		operation: 'getAll',
		does: 'read',
		given: async () => ({ returnAll: true }),
	},
	{
		resource: 'referenceList',
		operation: 'getAll',
		does: 'read',
		given: async () => ({ referenceList: 'categories', returnAll: true }),
	},
	{ resource: 'statistics', operation: 'get', does: 'read' },
	{
		resource: 'case',
		operation: 'getAll',
		does: 'read',
		given: async () => ({ returnAll: false, limit: 5 }),
		mayBeEmpty: true,
	},
	{
		resource: 'case',
		operation: 'getChanges',
		does: 'read',
		given: async () => ({
			changedAfter: new Date(Date.now() - DAY_MS).toISOString(),
			returnAll: false,
			limit: 5,
		}),
		mayBeEmpty: true,
	},
	{
		resource: 'case',
		operation: 'get',
		does: 'read',
		given: async (server) => on(await server.anyCase()),
		holds: async (server) => ({ id: await idOf(server) }),
	},
	{
		resource: 'case',
		operation: 'search',
		does: 'read',
		given: async () => ({ searchText: 'made-up', returnAll: false, limit: 5 }),
		mayBeEmpty: true,
	},
	{
		resource: 'case',
		operation: 'validate',
		does: 'read',
		given: async (server) => ({ fields: mapped(await server.fields()) }),
		holds: async () => ({ ok: true, problems: [] }),
	},
	{
		resource: 'activity',
		operation: 'getAll',
		does: 'read',
		given: async (server) => on(await server.anyCase(), { returnAll: true }),
		mayBeEmpty: true,
	},
	{
		resource: 'communication',
		operation: 'getAll',
		does: 'read',
		given: async (server) => on(await server.anyCase(), { returnAll: true }),
		mayBeEmpty: true,
	},
	{
		resource: 'attachment',
		operation: 'getAll',
		does: 'read',
		given: async (server) => on(await server.anyCase(), { returnAll: true }),
		mayBeEmpty: true,
	},
];

const WRITES: readonly Operation[] = [
	{
		resource: 'case',
		operation: 'create',
		does: 'write',
		given: async (server) => ({ fields: mapped(await server.fields()) }),
		holds: async () => ({ outcome: 'created' }),
	},
	{
		resource: 'case',
		operation: 'getByExternalKey',
		does: 'write',
		given: async (server) => {
			await server.ownCase();
			return { externalKey: `${server.mark}-kept` };
		},
		holds: async (server) => ({ id: await idOf(server) }),
	},
	{
		resource: 'case',
		operation: 'update',
		does: 'write',
		given: async (server) => on(await server.ownCase(), { fields: mapped({ priority: 'high' }) }),
		holds: async (server) => ({ id: await idOf(server), priority: 'high', outcome: 'updated' }),
	},
	{
		resource: 'case',
		operation: 'upsert',
		does: 'write',
		given: async (server) => ({
			externalKey: `${server.mark}-upserted`,
			fields: mapped(await server.fields()),
		}),
		holds: async () => ({ outcome: 'created' }),
	},
	{
		resource: 'activity',
		operation: 'create',
		does: 'write',
		given: async (server) =>
			on(await server.ownCase(), {
				activityType: 'note',
				description: `Called back, ${server.mark}`,
			}),
		holds: async () => ({ outcome: 'created' }),
	},
	{
		resource: 'activity',
		operation: 'createFromAi',
		does: 'write',
		given: async (server) => {
			const aiResult = { task_id: `made-up-${server.mark}`, is_suggestion: true, risk: 'high' };
			return on(await server.ownCase(), { aiResult: JSON.stringify(aiResult) });
		},
		holds: async () => ({ outcome: 'created' }),
	},
	{
		resource: 'communication',
		operation: 'create',
		does: 'write',
		given: async (server) =>
			on(await server.ownCase(), {
				contactType: 'sms',
				direction: 'inbound',
				contactAddress: '+999 000 000 001',
				message: `Made-up message, ${server.mark}`,
			}),
		holds: async () => ({ outcome: 'created' }),
	},
	{
		resource: 'attachment',
		operation: 'upload',
		does: 'write',
		given: async (server) =>
			on(await server.ownCase(), { fileType: 'image', description: 'A made-up drawing' }),
		holds: async () => ({ outcome: 'created' }),
	},
];

async function idOf(server: Server): Promise<string | number> {
	// Ids are numbers on one server and text on the other; both go through unchanged.
	const id = await server.anyCase();
	return server.side === 'published' && /^\d+$/.test(id) ? Number(id) : id;
}

/** Tried on their own, because they need more than one call. */
const OTHERS: readonly ContractPromise[] = [
	{
		says: 'attachment download: the bytes that were uploaded come back',
		does: 'write',
		async prove(server) {
			const caseId = await server.ownCase();
			const item = fileItem();
			const [uploaded] = await server.ask(
				{
					resource: 'attachment',
					operation: 'upload',
					parameters: on(caseId, { fileType: 'document', description: 'To be read back' }),
				},
				{ items: [item] },
			);
			const download = on(caseId, { attachmentId: String(uploaded?.id) });
			const run = await server.run({
				resource: 'attachment',
				operation: 'download',
				parameters: download,
			});
			recordsOf(run);
			const [file] = Object.values(run.outputs[0]?.[0]?.binary ?? {});
			if (!file) throw new Error('There is no file in the output');
			const bytes = await readBinary(file);
			expect(bytes.toString('base64')).toBe(item.binary?.data?.data);
			return counted(bytes.length, 'byte');
		},
	},
	{
		says: 'communication downloadRecording: fetches a recording, or says that there is none',
		does: 'read',
		async prove(server) {
			const run = await server.run({
				resource: 'communication',
				operation: 'downloadRecording',
				parameters: on(await server.anyCase()),
			});
			if (!run.error) {
				const [file] = Object.values(run.outputs[0]?.[0]?.binary ?? {});
				return `a recording of ${file?.fileSize ?? 'unknown size'}`;
			}
			expect(run.error.message).toMatch(/recording/i);
			return 'none on this case';
		},
	},
	{
		says: 'case delete: the case is gone, or the server is said to keep its cases',
		does: 'write',
		async prove(server) {
			const parameters = on(await server.ownCase('spare'));
			const remove: Use = { resource: 'case', operation: 'delete', parameters };
			if (server.side === 'deployed') {
				expect((await server.refusal(remove)).code).toBe('not_offered');
				const [kept] = await server.ask({ ...remove, operation: 'get' });
				expect(String(kept?.id)).toBe(await server.ownCase('spare'));
				return 'kept, and said so';
			}
			const run = await server.run(remove);
			if (run.error) throw new NotRun('this login may not delete');
			expect((await server.refusal({ ...remove, operation: 'get' })).code).toBe('not_found');
			server.made.delete(await server.ownCase('spare'));
			return 'deleted';
		},
	},
];

function toPromise(operation: Operation): ContractPromise {
	const { resource, operation: name, does, only, given, holds, mayBeEmpty } = operation;
	return {
		says: `${resource} ${name}: answers as its screen says`,
		does,
		...(only === undefined ? {} : { only }),
		async prove(server) {
			const parameters = (await given?.(server)) ?? {};
			const run = await server.run(
				{ resource, operation: name, parameters },
				{ items: [fileItem({ row: 1 })] },
			);
			const records = recordsOf(run);
			if (!mayBeEmpty) expect(records.length).toBeGreaterThan(0);
			for (const record of records) expect(record.helpline).toMatch(/./);
			const [first] = records;
			if (holds && first) expect(pick(first, await holds(server))).toEqual(await holds(server));
			return `${counted(records.length, 'record')}, ${counted(requestsOf(run), 'request')}`;
		},
	};
}

/** Only what is compared is shown when it differs: the rest may be about real people. */
function pick(record: IDataObject, names: IDataObject): IDataObject {
	return Object.fromEntries(Object.keys(names).map((name) => [name, record[name]]));
}

const PEOPLE: ReadonlyArray<{ operation: string; says: string }> = [
	{ operation: 'create', says: 'adds a child to a case' },
	{ operation: 'getAll', says: 'lists the people of a case' },
	{ operation: 'update', says: 'changes a person of a case' },
	{ operation: 'delete', says: 'takes a person off a case' },
];

/** The documented API has no calls for people; its login is told so. */
const peoplePromises: readonly ContractPromise[] = PEOPLE.map(({ operation, says }) => ({
	says: `person ${operation}: ${says}, or is said not to be offered`,
	does: 'write',
	async prove(server) {
		const caseId = await server.ownCase('with people');
		const client = { personKind: 'client', fields: mapped({ name: 'Zawadi Testchild' }) };
		const add: Use = { resource: 'person', operation: 'create', parameters: on(caseId, client) };
		if (server.side === 'published') {
			const personId = byId(MISSING_ID);
			const use = { ...add, operation, parameters: { ...add.parameters, personId } };
			expect((await server.refusal(use)).code).toBe('not_offered');
			return 'not offered, and said so';
		}
		const people = async () =>
			await server.ask({
				resource: 'person',
				operation: 'getAll',
				parameters: on(caseId, { personKind: 'client', returnAll: true }),
			});
		const [added] = await server.ask(add);
		expect(added).toMatchObject({ outcome: 'created', name: 'Zawadi Testchild' });
		expect(idsOf(await people())).toContain(String(added?.id));
		if (operation === 'create' || operation === 'getAll') {
			return counted((await people()).length, 'client');
		}
		const one = on(caseId, { personKind: 'client', personId: byId(String(added?.id)) });
		if (operation === 'update') {
			const parameters = { ...one, fields: mapped({ name: 'Zawadi Othername' }) };
			await server.ask({ resource: 'person', operation, parameters });
			const changed = (await people()).find(({ id }) => id === added?.id);
			expect(changed?.name).toBe('Zawadi Othername');
			return '1 client changed';
		}
		await server.ask({ resource: 'person', operation, parameters: one });
		expect(idsOf(await people())).not.toContain(String(added?.id));
		return '1 client taken off';
	},
}));

export const operationPromises: readonly ContractPromise[] = [
	...READS.map(toPromise),
	...WRITES.map(toPromise),
	...OTHERS,
	...peoplePromises,
];
