import type { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { posix } from 'node:path';

import { requireFromRuntime } from '../../tools/n8n/runtime.mts';

/** A folder tree in memory, as a partner's SFTP server shows it to one account. */
export interface SftpServer {
	readonly port: number;
	readonly login: { readonly username: string; readonly password: string };
	/** By their whole path. */
	readonly files: ReadonlyMap<string, Buffer>;
	/** Ends all connections as a broken line does, while a file with this in its name is written. */
	breakAt(nameHolds: string): void;
	/** Changes a byte of the next file with this in its name, as soon as it is written. */
	spoil(nameHolds: string): void;
	/** How often a line was broken and a file spoiled. */
	done(): { readonly broken: number; readonly spoiled: number };
	stop(): Promise<void>;
}

/** What is used of ssh2, which n8n's own FTP node speaks through. */
interface Ssh2 {
	readonly Server: new (
		config: { hostKeys: readonly string[] },
		onClient: (client: Client) => void,
	) => Listener;
	readonly utils: {
		generateKeyPairSync(type: string): { private: string };
		readonly sftp: {
			readonly STATUS_CODE: Readonly<Record<'OK' | 'EOF' | 'NO_SUCH_FILE' | 'FAILURE', number>>;
			readonly OPEN_MODE: Readonly<Record<'WRITE', number>>;
		};
	};
}

interface Listener {
	listen(port: number, host: string, ready: () => void): void;
	address(): AddressInfo;
	close(done: () => void): void;
}

interface Client extends EventEmitter {
	end(): void;
}

interface Attempt {
	readonly method: string;
	readonly username: string;
	readonly password?: string;
	accept(): void;
	reject(methods: readonly string[]): void;
}

interface Stream extends EventEmitter {
	status(request: number, code: number): void;
	handle(request: number, handle: Buffer): void;
	data(request: number, data: Buffer): void;
	name(request: number, names: ReadonlyArray<{ filename: string; longname: string; attrs: object }>): void;
	attrs(request: number, attrs: object): void;
}

type Open = { path: string; writes: boolean } | { folder: string; isTold: boolean };

const LOGIN = { username: 'ministry', password: 'a made-up password' };

export async function startSftpServer(folders: readonly string[]): Promise<SftpServer> {
	const { Server, utils } = requireFromRuntime<Ssh2>('ssh2');
	const { STATUS_CODE, OPEN_MODE } = utils.sftp;
	const files = new Map<string, Buffer>();
	const known = new Set(['/', ...folders]);
	const clients = new Set<Client>();
	const count = { broken: 0, spoiled: 0 };
	let breaking: string | undefined;
	let spoiling: string | undefined;

	const attrsOf = (path: string) => {
		const size = files.get(path)?.length ?? 0;
		const mode = known.has(path) ? 0o040_755 : 0o100_644;
		return { mode, uid: 0, gid: 0, size, atime: 0, mtime: 0 };
	};
	const serve = (stream: Stream) => {
		const open: Open[] = [];
		const openOf = (handle: Buffer) => open[handle.readUInt32BE(0)];
		const opened = (request: number, what: Open) => {
			const handle = Buffer.alloc(4);
			handle.writeUInt32BE(open.push(what) - 1, 0);
			stream.handle(request, handle);
		};
		const say = (request: number, isFine: boolean) =>
			stream.status(request, isFine ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE);
		const stat = (request: number, path: string) => {
			if (known.has(path) || files.has(path)) stream.attrs(request, attrsOf(path));
			else say(request, false);
		};

		stream.on('REALPATH', (request: number, path: string) => {
			const filename = posix.resolve('/', path);
			stream.name(request, [{ filename, longname: filename, attrs: {} }]);
		});
		stream.on('STAT', stat);
		stream.on('LSTAT', stat);
		stream.on('FSTAT', (request: number, handle: Buffer) => {
			const file = openOf(handle);
			if (file && 'path' in file) stat(request, file.path);
			else say(request, false);
		});
		stream.on('FSETSTAT', (request: number) => say(request, true));
		stream.on('OPENDIR', (request: number, folder: string) => {
			if (known.has(folder)) opened(request, { folder, isTold: false });
			else say(request, false);
		});
		stream.on('READDIR', (request: number, handle: Buffer) => {
			const list = openOf(handle);
			if (!list || !('folder' in list) || list.isTold) {
				stream.status(request, STATUS_CODE.EOF);
				return;
			}
			list.isTold = true;
			const paths = [...files.keys()].filter((path) => posix.dirname(path) === list.folder);
			if (paths.length === 0) stream.status(request, STATUS_CODE.EOF);
			else stream.name(request, paths.map(entry));
		});
		stream.on('OPEN', (request: number, path: string, flags: number) => {
			const writes = (flags & OPEN_MODE.WRITE) !== 0;
			if (writes ? !known.has(posix.dirname(path)) : !files.has(path)) return say(request, false);
			if (writes) files.set(path, Buffer.alloc(0));
			opened(request, { path, writes });
		});
		stream.on('WRITE', (request: number, handle: Buffer, offset: number, data: Buffer) => {
			const file = openOf(handle);
			if (!file || !('path' in file)) return say(request, false);
			if (breaking !== undefined && file.path.includes(breaking)) {
				breaking = undefined;
				count.broken += 1;
				for (const client of clients) client.end();
				return;
			}
			const before = files.get(file.path) ?? Buffer.alloc(0);
			const after = Buffer.alloc(Math.max(before.length, offset + data.length));
			before.copy(after);
			data.copy(after, offset);
			files.set(file.path, after);
			say(request, true);
		});
		stream.on('READ', (request: number, handle: Buffer, offset: number, length: number) => {
			const file = openOf(handle);
			const whole = file && 'path' in file ? files.get(file.path) : undefined;
			if (!whole || offset >= whole.length) stream.status(request, STATUS_CODE.EOF);
			else stream.data(request, whole.subarray(offset, offset + length));
		});
		stream.on('CLOSE', (request: number, handle: Buffer) => {
			const file = openOf(handle);
			if (file && 'path' in file && file.writes) spoilOnce(file.path);
			say(request, true);
		});
		stream.on('RENAME', (request: number, from: string, to: string) => {
			const file = files.get(from);
			if (!file || files.has(to)) return stream.status(request, STATUS_CODE.FAILURE);
			files.delete(from);
			files.set(to, file);
			say(request, true);
		});
	};
	const entry = (path: string) => {
		const filename = posix.basename(path);
		const size = files.get(path)?.length ?? 0;
		const longname = `-rw-r--r-- 1 ministry ministry ${size} Jan 1 00:00 ${filename}`;
		return { filename, longname, attrs: attrsOf(path) };
	};
	const spoilOnce = (path: string) => {
		const bytes = files.get(path);
		if (spoiling === undefined || !path.includes(spoiling) || !bytes?.length) return;
		spoiling = undefined;
		count.spoiled += 1;
		const other = Buffer.from(bytes);
		other.writeUInt8(other.readUInt8(0) ^ 1, 0);
		files.set(path, other);
	};

	const hostKeys = [utils.generateKeyPairSync('ed25519').private];
	const server = new Server({ hostKeys }, (client) => {
		clients.add(client);
		client.on('close', () => clients.delete(client));
		client.on('error', () => clients.delete(client));
		client.on('authentication', (attempt: Attempt) => {
			const isRight =
				attempt.method === 'password' &&
				attempt.username === LOGIN.username &&
				attempt.password === LOGIN.password;
			if (isRight) attempt.accept();
			else attempt.reject(['password']);
		});
		client.on('session', (accept: () => EventEmitter) => {
			accept().on('sftp', (take: () => Stream) => serve(take()));
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));

	return {
		port: server.address().port,
		login: LOGIN,
		files,
		breakAt: (nameHolds) => (breaking = nameHolds),
		spoil: (nameHolds) => (spoiling = nameHolds),
		done: () => ({ ...count }),
		stop: async () => {
			for (const client of clients) client.end();
			await new Promise<void>((done) => server.close(done));
		},
	};
}
