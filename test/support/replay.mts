import { type AxiosResponse } from 'axios';

import { basic, deployedApi, rowsOf, sessionOf } from './deployed.mts';
import type { Recording } from './recordings.mts';
import type { SandboxProcess } from './sandbox.mts';

/** Recorded sessions of others than the administrator (50, 90). */
const SESSIONS: Record<string, string> = {
	'SESSION-0049': 'counsellor',
	'SESSION-0090': 'amina.mfano',
};

/** Which rows of an answer say under what id the sandbox has what the recording calls otherwise. */
const LEARNT = [
	'cases',
	'reporters',
	'clients',
	'perpetrators',
	'files',
	'attachments',
	'case_activities',
];

/**
 * Sends recorded requests to a sandbox, one after the other as they were recorded. Ids and sessions
 * that the sandbox gave out take the places of the recorded ones.
 */
export class Replay {
	private readonly names = new Map<string, string>();
	private readonly sessions = new Map<string, string>();
	private readonly sandbox: SandboxProcess;

	constructor(sandbox: SandboxProcess) {
		this.sandbox = sandbox;
	}

	/** Says what stands for a recorded text in later requests. */
	stand(recorded: string, ours: string): void {
		this.names.set(recorded, ours);
	}

	async send({ request, response }: Recording): Promise<AxiosResponse<string>> {
		const headers: Record<string, string> = {};
		for (const [name, value] of Object.entries(request.headers)) {
			headers[name] = await this.header(value);
		}
		const reply = await deployedApi(this.sandbox, headers).request<string>({
			method: request.method,
			baseURL: this.sandbox.deployedUrl,
			url: this.translated(request.path),
			data: this.body(request.body),
			transformRequest: [(data: unknown) => data],
			...(/xlsx/.test(request.path) && { responseType: 'arraybuffer' }),
		});
		if (request.method === 'POST' && reply.status < 300) this.learn(response.text, reply);
		return reply;
	}

	/** Recorded texts in the sandbox's words. */
	translated(text: string): string {
		let translated = text;
		for (const [recorded, ours] of this.names) {
			translated = translated.replaceAll(new RegExp(`\\b${recorded}\\b`, 'g'), ours);
		}
		return translated;
	}

	private body(recorded: unknown): string | undefined {
		if (recorded === null) return undefined;
		return typeof recorded === 'string' ? recorded : this.translated(JSON.stringify(recorded));
	}

	private async header(value: string): Promise<string> {
		if (value.startsWith('Basic ')) return this.password(value.slice('Basic '.length));
		const recorded = /SESSION-\d+/.exec(value)?.[0];
		return recorded ? value.replace(recorded, await this.session(recorded)) : value;
	}

	private password(encoded: string): string {
		const decoded = Buffer.from(encoded, 'base64').toString();
		const [name = '', ...rest] = decoded.split(':');
		const password = rest.join(':') === 'p@ssw0rd' ? this.sandbox.login.password : rest.join(':');
		return basic(this.translated(name), password);
	}

	private async session(recorded: string): Promise<string> {
		const known = this.sessions.get(recorded);
		if (known) return known;
		const opened = await sessionOf(this.sandbox, SESSIONS[recorded]);
		this.sessions.set(recorded, opened);
		return opened;
	}

	private learn(recordedText: string, reply: AxiosResponse<string>): void {
		const recorded = { ...reply, data: recordedText };
		if (!recordedText.startsWith('{') || !reply.data.startsWith('{')) return;
		for (const resource of LEARNT) {
			if (!recordedText.includes(`"${resource}_k"`)) continue;
			const theirs = rowsOf(recorded, resource)[0]?.id;
			const ours = rowsOf(reply, resource)[0]?.id;
			if (theirs && ours) this.stand(theirs, ours);
		}
	}
}
