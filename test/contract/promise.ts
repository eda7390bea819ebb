import type { Server } from './server';
import type { Side } from './target.mts';

/** What a user may rely on, and how it is tried on a server that nobody prepared. */
export interface ContractPromise {
	/** As the table prints it. */
	says: string;
	/** Whether cases are made or changed; such promises are tried only where that is allowed. */
	does: 'read' | 'write';
	/** Set where one of the two servers alone has what it is about. */
	only?: Side;
	/** Gives the figure, and throws where the promise is broken. */
	prove(server: Server): Promise<string>;
}

/** Thrown where this server has nothing to try the promise with; says what is missing. */
export class NotRun extends Error {}

/** `3 cases`, `1 case`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}
