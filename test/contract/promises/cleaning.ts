import { mapped } from '../../support/operations';
import type { ContractPromise } from '../promise';
import { counted } from '../promise';
import type { Server } from '../server';
import { on } from '../server';

/** Comes last: takes away what this run has made, as far as the server lets it go. */
export const cleaningPromise: ContractPromise = {
	says: 'what this run has made is taken away, as far as the server lets it go',
	does: 'write',
	async prove(server) {
		const left: string[] = [];
		let done = 0;
		for (const id of server.made) {
			if (await isTakenAway(server, id)) done += 1;
			else left.push(id);
		}
		const what =
			server.side === 'published' ? 'deleted' : 'closed, because this server keeps cases';
		if (left.length === 0) return `${counted(done, 'case')} ${what}`;
		return `${counted(done, 'case')} ${what}; left behind, titled ${server.mark}: ${left.length}`;
	},
};

async function isTakenAway(server: Server, id: string): Promise<boolean> {
	const use =
		server.side === 'published'
			? { operation: 'delete', parameters: on(id) }
			: { operation: 'update', parameters: on(id, { fields: mapped({ status: 'closed' }) }) };
	return (await server.run({ resource: 'case', ...use })).error === undefined;
}
