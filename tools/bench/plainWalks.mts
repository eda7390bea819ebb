import { Agent } from 'node:http';
import axios from 'axios';

/** Where cases are read without n8n in between. */
export interface Shelf {
	url: string;
	deployedUrl: string;
	apiKey: string;
	login: { user: string; password: string };
}

export interface Walked {
	cases: number;
	seconds: number;
	/** When each page had come, in milliseconds. */
	moments: number[];
}

/** Sizes of a page, as the export asks for them. */
const PUBLISHED_PAGE = 100;
const DEPLOYED_PAGE = 250;
/** Places in what is told of a list: the last row of the page, and how many rows there are. */
const LAST = 3;
const TOTAL = 4;
/** Clients of the cases of one page come in one answer. */
const CLIENTS_PAGE = 500;

interface PublishedAnswer {
	data: unknown[];
	pagination: { has_more: boolean };
}

interface DeployedAnswer {
	cases: string[][];
	cases_k: Record<string, string[]>;
	cases_ctx: string[][];
}

/** The list of the documented API: one page after the other over open connections, and nothing done with them. */
export async function walkPublished({ url, apiKey }: Shelf): Promise<Walked> {
	const httpAgent = new Agent({ keepAlive: true });
	const headers = { 'X-API-Key': apiKey };
	const client = axios.create({ baseURL: `${url}/helpline/api`, headers, httpAgent, proxy: false });
	return await walked(httpAgent, async function* () {
		for (let offset = 0, isMore = true; isMore; offset += PUBLISHED_PAGE) {
			const params = { limit: PUBLISHED_PAGE, offset };
			const { data } = await client.get<PublishedAnswer>('/cases', { params });
			isMore = data.pagination.has_more;
			yield data.data.length;
		}
	});
}

/** The list of the helpline's own server; with the clients of each page where these are wanted as well. */
export async function walkDeployed(shelf: Shelf, withClients: boolean): Promise<Walked> {
	const httpAgent = new Agent({ keepAlive: true });
	const baseURL = `${shelf.deployedUrl}/helpline/api`;
	const headers = await sessionHeaders(shelf);
	const client = axios.create({ baseURL, headers, httpAgent, proxy: false });
	return await walked(httpAgent, async function* () {
		for (let offset = 0, isMore = true; isMore; offset += DEPLOYED_PAGE) {
			const params = { _c: DEPLOYED_PAGE, _o: offset };
			const { data } = await client.get<DeployedAnswer>('/cases', { params });
			if (withClients) await client.get('/clients', { params: clientsOf(data) });
			isMore = Number(data.cases_ctx[0]?.[LAST]) < Number(data.cases_ctx[0]?.[TOTAL]);
			yield data.cases.length;
		}
	});
}

/** The log-in of the helpline's own server. */
export async function sessionHeaders({ deployedUrl, login }: Pick<Shelf, 'deployedUrl' | 'login'>) {
	const auth = { username: login.user, password: login.password };
	const { headers } = await axios.get(`${deployedUrl}/helpline/api/auth`, { auth, proxy: false });
	const session = /HELPLINE_SESSION_ID=([^;]+)/.exec(String(headers['set-cookie']))?.[1] ?? '';
	return { Authorization: `Bearer ${session}` };
}

function clientsOf({ cases, cases_k }: DeployedAnswer) {
	const place = Number(cases_k.id?.[0] ?? 0);
	return { case_id_: cases.map((row) => row[place]).join(','), _c: CLIENTS_PAGE };
}

async function walked(agent: Agent, pages: () => AsyncGenerator<number>): Promise<Walked> {
	const started = performance.now();
	const moments = [started];
	let cases = 0;
	for await (const count of pages()) {
		cases += count;
		moments.push(performance.now());
	}
	agent.destroy();
	return { cases, seconds: (performance.now() - started) / 1000, moments };
}
