import type { IExecuteFunctions } from 'n8n-workflow';

import type { Connection } from './connection';
import type { Reason } from './errors';
import { toNodeError } from './errors';
import { readLoss } from './lost';
import { lostReason, NOT_DATA } from './sentences';

type BinarySource = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** A file on its way from the server: hand `content` to n8n's binary store, nothing is buffered here. */
export interface Download {
	/** Async-iterable of bytes in the one shape that every storage mode of n8n accepts (host facts, section C). */
	content: BinarySource;
	fileName: string;
	mimeType: string;
	/** Bytes handed on so far; the whole size once `content` was consumed. */
	bytesRead(): number;
}

type Listener = (...values: unknown[]) => void;

/**
 * What n8n's binary store takes in all its modes: it pulls from the iterator where it writes files,
 * and listens to events where it collects a buffer.
 */
class ByteSource {
	private readonly listeners = new Map<string, Listener[]>();
	private isFlowing = false;
	private read = 0;

	constructor(private readonly chunks: AsyncIterable<Uint8Array>) {}

	bytesRead(): number {
		return this.read;
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
		for await (const chunk of this.chunks) {
			this.read += chunk.byteLength;
			yield chunk;
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
		const wrapped: Listener = (...values) => {
			this.off(event, wrapped);
			listener(...values);
		};
		return this.on(event, wrapped);
	}

	off(event: string, listener: Listener): this {
		this.listeners.set(
			event,
			(this.listeners.get(event) ?? []).filter((each) => each !== listener),
		);
		return this;
	}

	removeListener(event: string, listener: Listener): this {
		return this.off(event, listener);
	}

	/** The source ends by itself; nothing is held that needs freeing. */
	destroy(): this {
		return this;
	}

	private async flow(): Promise<void> {
		try {
			for await (const chunk of this) this.emit('data', chunk);
			this.emit('end');
			this.emit('close');
		} catch (error) {
			this.emit('error', error);
		}
	}

	private emit(event: string, ...values: unknown[]): void {
		for (const listener of this.listeners.get(event) ?? []) listener(...values);
	}
}

/**
 * Wraps the body of an answer. A body that breaks off, is empty, or is not as long as the server said
 * ends with an error, so that half a file is never stored as a whole one.
 */
export function toDownload(
	connection: Connection,
	body: unknown,
	file: { fileName: string; mimeType: string; expectedBytes: number | null },
	itemIndex: number,
): Download {
	const source = new ByteSource(checked(connection, body, file.expectedBytes, itemIndex));
	return {
		// n8n's type names Node streams only; its store accepts this shape in every mode (host facts, section C).
		content: source as unknown as BinarySource,
		fileName: file.fileName,
		mimeType: file.mimeType,
		bytesRead: () => source.bytesRead(),
	};
}

async function* checked(
	connection: Connection,
	body: unknown,
	expectedBytes: number | null,
	itemIndex: number,
): AsyncGenerator<Uint8Array> {
	const node = connection.context.getNode();
	if (!isByteStream(body)) throw toNodeError(node, NOT_DATA, itemIndex);
	let read = 0;
	try {
		for await (const chunk of body) {
			read += chunk.byteLength;
			if (expectedBytes !== null && read > expectedBytes) break;
			yield chunk;
		}
	} catch (error) {
		throw toNodeError(node, brokenOff(error), itemIndex);
	}
	if (expectedBytes !== null && read !== expectedBytes) {
		throw toNodeError(node, read > expectedBytes ? NOT_DATA : lostReason('cut'), itemIndex);
	}
	if (read === 0 && expectedBytes !== 0) throw toNodeError(node, NOT_DATA, itemIndex);
}

function brokenOff(error: unknown): Reason {
	const loss = readLoss(error);
	if (loss.kind === 'reason') return loss.reason;
	return lostReason(loss.kind === 'lost' ? loss.how : 'cut');
}

function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
