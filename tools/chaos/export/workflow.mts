import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import { type Credential, credentialsOf, type WorkflowFile } from '../../n8n/api.mts';
import type { Dialect } from '../commandLine.mts';

/** What the next export goes on from: files that stand at the destination. */
export interface Checkpoint {
	/** Absolute paths. */
	manifest: string;
	references: string;
}

export interface NightAsked {
	dialect: Dialect;
	/** Of the server and of the recipient. */
	credentials: readonly Credential[];
	/** Null on the first night. */
	checkpoint: Checkpoint | null;
	/** Absolute path of the folder that the files are put into. */
	folder: string;
	/** Absolute path of the manifest once it is verified. */
	verified: string;
}

const DISK = 'n8n-nodes-base.readWriteFile';
const EXPORT = 'n8n-nodes-openchs.openChsJsonExport';

/** A night as the documentation draws it: checkpoint, export, store, read back, verify, new checkpoint. */
export function nightOf({ folder, verified, ...asked }: NightAsked): WorkflowFile {
	const write = { operation: 'write', options: {} };
	const before = checkpointNodes(asked.checkpoint);
	const nodes: INode[] = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		...before,
		exportNode(asked),
		node('Store', DISK, 1, { ...write, fileName: `=${folder}/{{ $binary.data.fileName }}` }),
		node('Read Back', DISK, 1, { operation: 'read', fileSelector: '={{ $json.fileName }}' }),
		node('Verify', EXPORT, 1, { operation: 'verify' }),
		node('Store Manifest', DISK, 1, { ...write, fileName: verified }),
	];
	return {
		name: `Night ${asked.dialect}`,
		nodes,
		connections: {
			...(before.length > 0 ? TOGETHER : { Start: to('Export') }),
			...chain('Export', 'Store', 'Read Back', 'Verify', 'Store Manifest'),
		},
		settings: { executionOrder: 'v1' },
	};
}

function checkpointNodes(checkpoint: Checkpoint | null): INode[] {
	if (checkpoint === null) return [];
	const read = { operation: 'read' };
	return [
		node('Manifest', DISK, 1, { ...read, fileSelector: checkpoint.manifest, options: {} }),
		node('References', DISK, 1, {
			...read,
			fileSelector: checkpoint.references,
			options: { dataPropertyName: 'references' },
		}),
		node('Together', 'n8n-nodes-base.merge', 3.2, {
			mode: 'combine',
			combineBy: 'combineByPosition',
			options: {},
		}),
	];
}

function exportNode({ dialect, credentials, checkpoint }: Omit<NightAsked, 'folder' | 'verified'>): INode {
	return {
		...node('Export', EXPORT, 1, {
			operation: 'export',
			authentication: dialect === 'published' ? 'apiKey' : 'login',
			profile: 'deidentified',
			form: 'jsonl',
			continueFrom: checkpoint === null ? 'beginning' : 'manifestFile',
			options: { rowsPerFile: 1_500, tellVanished: true, firstWaitSeconds: 1 },
		}),
		credentials: Object.assign({}, ...credentials.map(credentialsOf)),
	};
}

function chain(...names: string[]): IConnections {
	return Object.assign({}, ...names.slice(1).map((name, at) => ({ [names[at] ?? '']: to(name) })));
}

function to(...names: string[]): IConnections[string] {
	return { main: [names.map((name) => ({ node: name, type: 'main', index: 0 }))] };
}

/** The manifest and its list of references as one item. */
const TOGETHER: IConnections = {
	Start: to('Manifest', 'References'),
	Manifest: to('Together'),
	References: { main: [[{ node: 'Together', type: 'main', index: 1 }]] },
	Together: to('Export'),
};

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}
