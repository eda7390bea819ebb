import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Looks like the documented API with so many cases, which are made up as they are asked for. */
export interface CaseSource {
	url: string;
	/** When each page of the list was asked for, in milliseconds; whoever has read them may take them out. */
	readonly asked: number[];
	stop(): Promise<void>;
}

/** Any page costs what the first one costs, so that a walk over a million cases shows what the walker does. */
export async function startCaseSource(cases: number): Promise<CaseSource> {
	const asked: number[] = [];
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://source');
		const isList = pathname.endsWith('/cases');
		const limit = Number(searchParams.get('limit') ?? 20);
		const offset = Number(searchParams.get('offset') ?? 0);
		if (isList && limit > 1) asked.push(performance.now());
		const answer = isList ? page(offset, limit, cases) : { success: true, data: [] };
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(answer));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

function page(offset: number, limit: number, total: number) {
	const count = Math.max(0, Math.min(limit, total - offset));
	const data = Array.from({ length: count }, (_, n) => caseOf(offset + n + 1));
	return {
		success: true,
		data,
		pagination: { total, limit, offset, has_more: offset + count < total },
	};
}

const FIRST_AT = Date.UTC(2025, 0, 1);

/** As long as a case of the sandbox. */
function caseOf(n: number) {
	const created_at = new Date(FIRST_AT + n * 1_000).toISOString();
	return {
		id: n,
		case_number: `CASE-2025-${n}`,
		title: `Made-up case ${n}`,
		description: `A made-up story about a made-up child, which nobody has told. `.repeat(4),
		category: 'school',
		subcategory: 'Information > School',
		priority: 'medium',
		status: 'open',
		reporter_name: 'Ada Example',
		reporter_phone: `+9997${10_000_000 + n}`,
		reporter_email: null,
		child_name: 'Made-up Child',
		child_age: n % 18,
		child_gender: 'female',
		assigned_to: null,
		created_at,
		updated_at: created_at,
	};
}
