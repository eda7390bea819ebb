import { exchangeOf, striking } from '../../exchange.mts';
import { spoilAfter } from '../../faultEffects.mts';
import type { AiCall } from '../call.mts';

const USUAL_EVENTS = 3;
/** Odd on purpose: no event and no letter begins where a piece does. */
const PIECE_BYTES = 7;

/** A stream of events towards the caller, and what faults make of it. */
export class EventWriter {
	private readonly call: AiCall;
	private sent = 0;
	private held = '';
	/** Nothing more goes out, and nothing closes. */
	private isSilent = false;
	isOver = false;

	private constructor(call: AiCall) {
		this.call = call;
	}

	/** Nothing where a fault struck before the first byte; the task lives on. */
	static async open(
		call: AiCall,
		contentType: string,
		headers: Record<string, string> = {},
	): Promise<EventWriter | undefined> {
		const { request, reply } = call;
		const exchange = exchangeOf(request);
		if (exchange) {
			exchange.entry.handled = 200;
			const instead = { status: 200, bytes: Buffer.alloc(0), contentType };
			if (await spoilAfter(exchange, request, reply, instead)) return undefined;
			exchange.entry.status = 200;
		}
		const writer = new EventWriter(call);
		reply.hijack();
		reply.raw.writeHead(200, {
			...(reply.getHeaders() as Record<string, string>),
			'content-type': contentType,
			'cache-control': 'no-cache',
			'x-accel-buffering': 'no',
			...headers,
		});
		call.side.openStreams += 1;
		reply.raw.once('close', () => {
			writer.isOver = true;
			call.side.openStreams -= 1;
		});
		return writer;
	}

	send(text: string): void {
		if (this.isOver || this.isSilent) return;
		if (this.isReached('stream-silent')) {
			this.isSilent = true;
			return;
		}
		if (this.isReached('stream-cut')) {
			this.isOver = true;
			this.call.request.raw.socket.destroy();
			return;
		}
		if (this.isReached('stream-end')) {
			this.close();
			return;
		}
		this.sent += 1;
		this.write(text);
	}

	end(): void {
		if (!this.isSilent) this.close();
	}

	private close(): void {
		if (this.isOver) return;
		this.isOver = true;
		this.call.reply.raw.end(this.held);
	}

	private isReached(name: 'stream-silent' | 'stream-cut' | 'stream-end'): boolean {
		const fault = striking(this.call.request, name);
		return fault !== undefined && this.sent >= (fault.events ?? USUAL_EVENTS);
	}

	private write(text: string): void {
		const { raw } = this.call.reply;
		switch (striking(this.call.request, 'stream-chunks')?.chunks) {
			case 'joined':
				if (this.held === '') this.held = text;
				else {
					raw.write(this.held + text);
					this.held = '';
				}
				return;
			case 'split': {
				const bytes = Buffer.from(text);
				for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
					raw.write(bytes.subarray(at, at + PIECE_BYTES));
				}
				return;
			}
			case 'crlf':
				raw.write(text.replaceAll('\n', '\r\n'));
				return;
			default:
				raw.write(text);
		}
	}
}
