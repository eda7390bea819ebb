import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

type Readable = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];
type Listener = (piece?: Uint8Array) => void;

/**
 * A file that goes into n8n's store while it is still being written, so that it never stands in memory
 * as a whole. It has the shape of a stream, because n8n reads it by iterating in one mode and by
 * listening in the others (host facts, section C, binary data).
 */
export class OutgoingFile implements AsyncIterable<Uint8Array> {
	private readonly waiting: Uint8Array[] = [];
	private readonly listeners = new Map<string, Listener[]>();
	private wake: (() => void) | null = null;
	private isEnded = false;
	private isFlowing = false;
	private readonly stored: Promise<IBinaryData>;

	constructor(context: IExecuteFunctions, fileName: string, mimeType: string) {
		this.stored = context.helpers.prepareBinaryData(
			this as unknown as Readable,
			fileName,
			mimeType,
		);
		// It is read when the file is closed; until then nobody else hears of it.
		this.stored.catch(() => undefined);
	}

	write(text: string): void {
		this.waiting.push(Buffer.from(text, 'utf8'));
		this.stir();
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
			if (piece) yield piece;
			else if (this.isEnded) return;
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
		this.stir();
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
