import type { INodeParameters } from 'n8n-workflow';

/** One operation of the OpenCHS node as a person would set it, over a case that the sandbox has. */
export interface OperationUse {
	resource: string;
	operation: string;
	parameters: INodeParameters;
	/** What it does to the server: a write must never be done twice. */
	does: 'read' | 'write';
	/** Set when the operation sends nothing for these parameters. */
	isLocal?: true;
	/** Which login's server has it: every one, that of a key or one-time code, or that of user name and password. */
	login: 'any' | 'key' | 'login';
}

export interface Ids {
	caseId: number;
	/** A case that may go. */
	spareCaseId: number;
	attachmentId: number;
	/** A client of the case, on a server that keeps people apart from their case. */
	personId?: number;
}

/** What a mapper holds when fields are filled in below it. */
export function mapped(value: INodeParameters): INodeParameters {
	return { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
}

export function byId(value: string | number): INodeParameters {
	return { __rl: true, mode: 'id', value: String(value) };
}

/** Every operation that the node registers; `test/promises` proves that none is missing. */
export function everyOperation(ids: Ids, fields: INodeParameters): OperationUse[] {
	const one = byId(ids.caseId);
	const somebody = byId(ids.personId ?? 1);
	const use = (
		resource: string,
		operation: string,
		does: 'read' | 'write',
		parameters: INodeParameters = {},
		login: OperationUse['login'] = 'any',
	): OperationUse => ({ resource, operation, does, parameters, login });
	return [
		use('activity', 'create', 'write', {
			caseId: one,
			activityType: 'note',
			description: 'Called back',
		}),
		use('activity', 'createFromAi', 'write', {
			caseId: one,
			aiResult: JSON.stringify({ task_id: 'made-up-1', is_suggestion: true, risk: 'high' }),
		}),
		use('activity', 'getAll', 'read', { caseId: one, returnAll: true }),
		use('attachment', 'download', 'read', { caseId: one, attachmentId: String(ids.attachmentId) }),
		use('attachment', 'getAll', 'read', { caseId: one, returnAll: true }),
		use('attachment', 'upload', 'write', { caseId: one, description: 'A drawing' }),
		use('case', 'create', 'write', { fields: mapped(fields) }),
		use('case', 'delete', 'write', { caseId: byId(ids.spareCaseId) }, 'key'),
		use('case', 'get', 'read', { caseId: one }),
		use('case', 'getAll', 'read', { returnAll: false, limit: 5 }),
		use('case', 'getByExternalKey', 'read', { externalKey: 'form-1' }),
		use('case', 'getChanges', 'read', {
			changedAfter: '2020-01-01',
			returnAll: false,
			limit: 5,
		}),
		use('case', 'search', 'read', { searchText: 'school', returnAll: false, limit: 5 }),
		use('case', 'update', 'write', { caseId: one, fields: mapped({ priority: 'low' }) }),
		use('case', 'upsert', 'write', { externalKey: 'form-2', fields: mapped(fields) }),
		{ ...use('case', 'validate', 'read', { fields: mapped(fields) }), isLocal: true },
		use('communication', 'create', 'write', {
			caseId: one,
			contactType: 'sms',
			direction: 'inbound',
			message: 'Please call',
		}),
		use('communication', 'downloadRecording', 'read', { caseId: one }),
		use('communication', 'getAll', 'read', { caseId: one, returnAll: true }),
		use(
			'person',
			'create',
			'write',
			{ caseId: one, personKind: 'client', fields: mapped({ name: 'Zuri Testchild', age: 9 }) },
			'login',
		),
		use(
			'person',
			'delete',
			'write',
			{ caseId: one, personKind: 'client', personId: somebody },
			'login',
		),
		use('person', 'getAll', 'read', { caseId: one, personKind: 'all', returnAll: true }, 'login'),
		use(
			'person',
			'update',
			'write',
			{ caseId: one, personKind: 'client', personId: somebody, fields: mapped({ age: 10 }) },
			'login',
		),
		use('referenceList', 'getAll', 'read', { referenceList: 'dispositions', returnAll: true }),
		use('server', 'check', 'read'),
		use('statistics', 'get', 'read', { timeSpan: 'period', period: 'month' }),
		use('user', 'getAll', 'read', { returnAll: true }),
		use('user', 'getMe', 'read'),
	];
}

/** Those that the server of a key has, and that send something to it. */
export function sentWithKey(ids: Ids, fields: INodeParameters): OperationUse[] {
	return everyOperation(ids, fields).filter(({ isLocal, login }) => !isLocal && login !== 'login');
}

/** Settings under which a test does not wait: waits of no length, two attempts. */
export const QUICK: INodeParameters = {
	attempts: 2,
	firstWaitSeconds: 0,
	patienceMinutes: 0,
	timeout: 2,
};
