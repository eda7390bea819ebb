import type {
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

/** A login that is renewed: the token is empty at first and grows old after a 401. */
export class MadeUpApi implements ICredentialType {
	name = 'madeUpApi';

	displayName = 'Made-Up API';

	properties: ICredentialType['properties'] = [
		{ displayName: 'Server', name: 'server', type: 'string', default: '' },
		{
			displayName: 'Token',
			name: 'token',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Note', name: 'note', type: 'string', default: 'as declared' },
	];

	test: ICredentialType['test'] = {
		request: { baseURL: '={{ $credentials.server }}', url: '/cases' },
		rules: [
			{
				type: 'responseCode',
				properties: { value: 403, message: 'This login may not read cases' },
			},
		],
	};

	preAuthentication: ICredentialType['preAuthentication'] = async function (credentials) {
		const url = `${String(credentials.server)}/login`;
		const answer = (await this.helpers.httpRequest({ method: 'POST', url, body: { a: 1 } })) as {
			token: string;
		};
		return { token: answer.token };
	};

	authenticate: ICredentialType['authenticate'] = async (credentials, options) => {
		options.headers = { ...options.headers, authorization: `Bearer ${String(credentials.token)}` };
		return options;
	};
}

/** Asks the made-up server once for each item; its task decides what else it does. */
export class MadeUp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Made-Up',
		name: 'madeUp',
		group: ['transform'],
		version: 1,
		description: 'Used by the tests of the test support',
		defaults: { name: 'Made-Up' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'madeUpApi', required: false }],
		properties: [
			{
				displayName: 'Task',
				name: 'task',
				type: 'options',
				options: [
					{ name: 'Ask', value: 'ask' },
					{ name: 'Echo', value: 'echo' },
					{ name: 'Fail', value: 'fail' },
					{ name: 'Store File', value: 'file' },
				],
				default: 'echo',
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: '/cases',
				displayOptions: { show: { task: ['ask'] } },
			},
			{
				displayName: 'Case',
				name: 'caseId',
				type: 'resourceLocator',
				default: { mode: 'id', value: '' },
				displayOptions: { show: { task: ['echo'] } },
				modes: [
					{ displayName: 'ID', name: 'id', type: 'string' },
					{
						displayName: 'Link',
						name: 'url',
						type: 'string',
						extractValue: { type: 'regex', regex: 'cases/([0-9]+)' },
					},
				],
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [
					{ displayName: 'Timeout (Seconds)', name: 'timeoutSeconds', type: 'number', default: 30 },
				],
			},
		],
	};

	methods = {
		listSearch: {
			async searchCases(this: ILoadOptionsFunctions, filter?: string) {
				const { server } = await this.getCredentials('madeUpApi');
				this.logger.debug('list asked');
				const url = `${String(server)}/cases?q=${filter ?? ''}`;
				const results = (await this.helpers.httpRequestWithAuthentication.call(this, 'madeUpApi', {
					url,
				})) as Array<{ name: string; value: string }>;
				return { results };
			},
		},
		loadOptions: {
			async listTasks(this: ILoadOptionsFunctions) {
				return [{ name: String(this.getCurrentNodeParameter('task')), value: 'task' }];
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const output: INodeExecutionData[] = [];
		this.addExecutionHints({ message: `${items.length} items` });
		this.logger.info('made-up run', { items: items.length, isTool: this.isToolExecution() });
		for (let item = 0; item < items.length; item++) {
			const task = this.getNodeParameter('task', item) as string;
			if (task === 'fail' || items[item]?.json.bad === true) {
				if (!this.continueOnFail()) {
					throw new NodeOperationError(this.getNode(), `Item ${item} is bad`, { itemIndex: item });
				}
				output.push({ json: { error: `Item ${item} is bad` }, pairedItem: { item } });
				continue;
			}
			output.push(await answer(this, task, item));
		}
		return [output];
	}
}

async function answer(
	context: IExecuteFunctions,
	task: string,
	item: number,
): Promise<INodeExecutionData> {
	const pairedItem = { item };
	if (task === 'ask') {
		const { server, note } = await context.getCredentials('madeUpApi');
		const url = `${String(server)}${context.getNodeParameter('path', item) as string}`;
		const options: IHttpRequestOptions = { url, json: true };
		const body = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'madeUpApi',
			options,
		)) as unknown;
		return { json: { body: JSON.stringify(body), note: String(note) }, pairedItem };
	}
	if (task === 'file') {
		const file = await context.helpers.prepareBinaryData(Buffer.from('abc'), 'a.txt', 'text/plain');
		return { json: {}, binary: { data: file }, pairedItem };
	}
	const run = context.evaluateExpression('{{ $runIndex }}', item) as number;
	const caseId = context.getNodeParameter('caseId', item, '', { extractValue: true }) as string;
	const [execution, mode] = [context.getExecutionId(), context.getMode()];
	const json = { run, caseId, execution, mode, timezone: context.getTimezone() };
	return { json: { ...context.getInputData()[item]?.json, ...json }, pairedItem };
}
