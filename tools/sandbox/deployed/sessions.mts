import { randomBytes } from 'node:crypto';

/** Basic on each request makes a session each time; a long run must not grow without end. */
const KEPT = 10_000;

/**
 * Sessions bind a random id to a user and to nothing else. They are not ended by age: the server
 * only cleans up now and then, and never asks when a session is used.
 */
export class Sessions {
	private readonly users = new Map<string, number>();

	open(userId: number): string {
		const id = randomBytes(13).toString('hex');
		const oldest = this.users.keys().next().value;
		if (this.users.size >= KEPT && oldest !== undefined) this.users.delete(oldest);
		this.users.set(id, userId);
		return id;
	}

	userOf(id: string | undefined): number | undefined {
		return id === undefined ? undefined : this.users.get(id);
	}

	end(id: string): void {
		this.users.delete(id);
	}

	endAll(): void {
		this.users.clear();
	}
}

/** The server hands one to everybody who comes without a session that it knows (07, 09). */
export function worthlessId(): string {
	return randomBytes(13).toString('hex');
}
