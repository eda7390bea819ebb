import type { SandboxProcess } from '../support/sandbox.mts';
import { tableOf } from './outside.mts';
import type { Side } from './target.mts';

/** What the sandbox holds after a test, read past the package. */
export interface Tally {
	cases: number;
	/** Cases beyond the first of the same title. */
	doubles: number;
	/** What hangs on no case, and cases without what belongs to them. */
	orphans: number;
}

/** Counts cases that were each made with a title of their own, a reporter and a child. */
export async function tally(side: Side, sandbox: SandboxProcess): Promise<Tally> {
	const cases = await sandbox.admin.cases();
	const titles = new Set(cases.map(({ title }) => title));
	return {
		cases: cases.length,
		doubles: cases.length - titles.size,
		orphans: side === 'deployed' ? await deployedOrphans(sandbox) : await publishedOrphans(sandbox),
	};
}

export function sentence({ cases, doubles, orphans }: Tally): string {
	return `${cases} cases, ${doubles} doubles, ${orphans} orphans`;
}

async function publishedOrphans({ admin }: SandboxProcess): Promise<number> {
	const cases = await admin.cases();
	const ids = new Set(cases.map(({ id }) => id));
	const hanging = [
		...(await admin.activities()),
		...(await admin.communications()),
		...(await admin.attachments()),
	];
	const childless = cases.filter(({ child_name: name }) => name === null);
	return hanging.filter((row) => !ids.has(row.case_id)).length + childless.length;
}

/** Each case has one reporter and one child there, and nobody hangs on no case. */
async function deployedOrphans({ deployedUrl, login, admin }: SandboxProcess): Promise<number> {
	const ids = new Set((await admin.cases()).map(({ id }) => String(id)));
	let wrong = 0;
	for (const [resource, link] of [
		['reporters', 'case_id'],
		['clients', 'case_id_'],
	] as const) {
		const linked = (await tableOf(deployedUrl, login, resource)).map((row) => row[link] ?? '');
		wrong += linked.filter((id) => !ids.has(id)).length;
		wrong += [...ids].filter((id) => linked.filter((each) => each === id).length !== 1).length;
	}
	return wrong;
}
