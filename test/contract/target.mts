import { appendFileSync } from 'node:fs';

/** The two servers that the node speaks to. */
export type Side = 'published' | 'deployed';

/** A running server that nobody prepared, and how far one may go there. */
export interface Target {
	side: Side;
	url: string;
	login: { key: string } | { user: string; password: string };
	/** Whether cases may be made there. */
	writes: boolean;
}

/** A running AI service; a key only where something in front of it asks for one. */
export interface AiTarget {
	url: string;
	key?: string;
}

/** What stands over a block of the table. */
export type Tried = Side | `AI ${string}`;

/** One line of the table. */
export interface Row {
	side: Tried;
	promise: string;
	result: 'passed' | 'failed' | 'not run';
	/** What was counted, or why it failed or was not run. */
	figure: string;
}

/** The variables by which the command hands its arguments to the tests. */
export const TARGET = 'OPENCHS_CONTRACT_TARGET';
export const AI_TARGET = 'OPENCHS_CONTRACT_AI';
export const REPORT = 'OPENCHS_CONTRACT_REPORT';
export const CREATES = 'OPENCHS_CONTRACT_CREATES';

/** The figure of a promise that was left out because nothing may be written. */
export const NEEDS_WRITES = 'needs --writes';

/** Creates per fault where nobody asks for more. */
const FEW_CREATES = 20;

/** Nothing when no server was named: then the tests start a sandbox. */
export function target(): Target | undefined {
	const given = process.env[TARGET];
	return given === undefined ? undefined : (JSON.parse(given) as Target);
}

/** Nothing when no AI service was named: then the sandbox plays each of its shapes. */
export function aiTarget(): AiTarget | undefined {
	const given = process.env[AI_TARGET];
	return given === undefined ? undefined : (JSON.parse(given) as AiTarget);
}

export function createsPerFault(): number {
	return Number(process.env[CREATES] ?? FEW_CREATES);
}

/** Adds a line to the table; without a command that prints one it is dropped. */
export function tell(row: Row): void {
	const file = process.env[REPORT];
	if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}
