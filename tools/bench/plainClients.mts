import { Agent } from 'node:http';
import axios from 'axios';

/** Where cases go without n8n in between. */
export interface Target {
	url: string;
	apiKey: string;
}

/** A row as its request: of the size that a row of the made-up file has. */
function caseOf(n: number) {
	return {
		title: `Made-up title ${n}`,
		description: `Made-up story, of row ${n}\n\nExternal-Ref: OLD-${n}`,
		category: 'school',
		priority: 'medium',
		reporter_phone: `+999 7${String(10_000_000 + n)}`,
		child_name: 'Made-up Child',
		child_age: n % 18,
		child_gender: 'female',
	};
}

/** The raw limit: nothing but the calls, so many at a time. Seconds. */
export async function casesInOrder(
	target: Target,
	{ rows, inFlight, keepsOpen }: { rows: number; inFlight: number; keepsOpen: boolean },
): Promise<number> {
	const httpAgent = new Agent({ keepAlive: keepsOpen, maxSockets: inFlight });
	const client = clientOf(target, httpAgent);
	const started = performance.now();
	let next = 1;
	const workers = Array.from({ length: inFlight }, async () => {
		while (next <= rows) await client.post('/cases', caseOf(next++));
	});
	await Promise.all(workers);
	const seconds = (performance.now() - started) / 1000;
	httpAgent.destroy();
	return seconds;
}

/** The guide's client makes one case after the other and keeps nothing back for a failure. Seconds. */
export async function casesOneByOne(target: Target, rows: number): Promise<number> {
	const client = clientOf(target);
	const started = performance.now();
	for (let n = 1; n <= rows; n++) await client.post('/cases', caseOf(n));
	return (performance.now() - started) / 1000;
}

function clientOf({ url, apiKey }: Target, httpAgent?: Agent) {
	return axios.create({
		baseURL: `${url}/helpline/api`,
		headers: { 'X-API-Key': apiKey },
		proxy: false,
		...(httpAgent ? { httpAgent } : {}),
	});
}
