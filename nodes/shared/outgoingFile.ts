import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

type Readable = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];
type Listener = (piece?: Uint8Array) => void;

/** Bytes that may wait to be read; whoever writes with `put` then waits as well. */
const MOST_WAITING = 1_048_576;

/**
 * A file that goes into n8n's store while it is still being written, so that it never stands in memory
 * as a whole. It has the shape of a stream, because n8n reads it by iterating in one mode and by
 * listening in the others (host facts, section C, binary data).
 */
export class OutgoingFile implements AsyncIterable<Uint8Array> {
	private readonly waiting: Uint8Array[] = [];
	private readonly listeners = new Map<string, Listener[]>();
	private wake: (() => void) | null = null;
	private readonly drained: Array<() => void> = [];
	private waitingBytes = 0;
	private isEnded = false;
	private isFlowing = false;
	private isBroken = false;
	private readonly stored: Promise<IBinaryData>;

	constructor(context: IExecuteFunctions, fileName: string, mimeType: string) {
		this.stored = context.helpers.prepareBinaryData(
			this as unknown as Readable,
			fileName,
			mimeType,
		);
		// It is read when the file is closed; until then only those that wait for room hear of it.
		this.stored.catch(() => {
			this.isBroken = true;
			this.letGo();
		});
	}

	/** Adds a piece without waiting: for files that stay small. */
	write(text: string): void {
		this.add(Buffer.from(text, 'utf8'));
	}

	/**
	 * Adds a piece and waits while too much is unread, so that memory does not grow where the store is
	 * slower than the writer. Rejects with the store's own error when it has given up.
	 */
	async put(bytes: Uint8Array): Promise<void> {
		if (this.isEnded) throw new Error('The file was closed before');
		this.add(bytes);
		while (this.waitingBytes > MOST_WAITING && !this.isBroken && !this.isEnded) {
			await new Promise<void>((resolve) => this.drained.push(resolve));
		}
		if (this.isBroken) await this.stored;
	}

	/** Ends the file and waits until n8n has all of it. */
	async close(): Promise<IBinaryData> {
		this.isEnded = true;
		this.stir();
		return await this.stored;
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
		for (;;) {
			const piece = this.waiting.shift();
			if (piece) {
				this.waitingBytes -= piece.length;
				this.letGo();
				yield piece;
			} else if (this.isEnded) return;
			else await new Promise<void>((resolve) => (this.wake = resolve));
		}
	}

	on(event: string, listener: Listener): this {
		this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
		if (event === 'data' && !this.isFlowing) {
			this.isFlowing = true;
			void this.flow();
		}
		return this;
	}

	once(event: string, listener: Listener): this {
		return this.on(event, listener);
	}

	off(event: string, listener: Listener): this {
		const others = (this.listeners.get(event) ?? []).filter((each) => each !== listener);
		this.listeners.set(event, others);
		return this;
	}

	removeListener(event: string, listener: Listener): this {
		return this.off(event, listener);
	}

	destroy(): void {
		this.isEnded = true;
		this.letGo();
		this.stir();
	}

	private add(bytes: Uint8Array): void {
		this.waiting.push(bytes);
		this.waitingBytes += bytes.length;
		this.stir();
	}

	private letGo(): void {
		for (const resolve of this.drained.splice(0)) resolve();
	}

	private async flow(): Promise<void> {
		for await (const piece of this) this.emit('data', piece);
		this.emit('end');
		this.emit('close');
	}

	private emit(event: string, piece?: Uint8Array): void {
		for (const listener of this.listeners.get(event) ?? []) listener(piece);
	}

	private stir(): void {
		this.wake?.();
		this.wake = null;
	}
}
