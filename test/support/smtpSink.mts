import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

export interface Mail {
	readonly from: string;
	readonly to: readonly string[];
	/** Head and body as they came, with the dots of the protocol taken off. */
	readonly raw: string;
}

export interface SmtpSink {
	readonly port: number;
	readonly mails: readonly Mail[];
	stop(): Promise<void>;
}

const MOST_LINES = 200_000;

/** A mail server on loopback that takes every mail and delivers none (RFC 5321, without extensions). */
export async function startSmtpSink(): Promise<SmtpSink> {
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		talk(socket, mails).catch(() => socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

	return {
		port: (server.address() as AddressInfo).port,
		mails,
		stop: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

async function talk(socket: Socket, mails: Mail[]): Promise<void> {
	const say = (line: string) => socket.write(`${line}\r\n`);
	let from = '';
	let to: string[] = [];
	let body: string[] | undefined;
	let count = 0;
	say('220 sink');
	for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
		if (++count > MOST_LINES) throw new Error('Too long a mail for a sink');
		if (body) {
			if (line !== '.') body.push(line.replace(/^\./, ''));
			else {
				mails.push({ from, to, raw: body.join('\n') });
				[from, to, body] = ['', [], undefined];
				say('250 taken');
			}
			continue;
		}
		const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
		const word = line.slice(0, 4).toUpperCase();
		if (word === 'MAIL') from = address;
		if (word === 'RCPT') to.push(address);
		if (word === 'DATA') body = [];
		say(word === 'DATA' ? '354 go on' : word === 'QUIT' ? '221 bye' : '250 sink');
		if (word === 'QUIT') socket.end();
	}
}

/** The text of a mail's one part, with quoted-printable and Base64 undone. */
export function textOf({ raw }: Mail): string {
	const [head = '', ...rest] = raw.split('\n\n');
	const body = rest.join('\n\n');
	if (/^content-transfer-encoding: base64/im.test(head)) {
		return Buffer.from(body, 'base64').toString('utf8');
	}
	if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return body;
	const bytes = body
		.replace(/=\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The text of the first of a mail's parts, which is its plain text. */
export function textOfFirstPart({ raw }: Pick<Mail, 'raw'>): string {
	const part = raw.split(/^--[^\n]+$/m)[1] ?? raw;
	return textOf({ from: '', to: [], raw: part.replace(/^\n/, '') });
}

/** A mail as it came, and each of its parts with the encoding undone. */
export function partsOf({ raw }: Pick<Mail, 'raw'>): string[] {
	const parts = raw.split(/^--[^\n]+$/m).map((part) => part.replace(/^\n/, ''));
	return [raw, ...parts.map((part) => textOf({ from: '', to: [], raw: part }))];
}
