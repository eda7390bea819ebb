import type { IDataObject } from 'n8n-workflow';

/** One event of a stream, whichever of the three documented framings it came in. */
export interface StreamEvent {
	/** What an `event:` line said; null where there was none. */
	name: string | null;
	data: IDataObject;
}

/** Longer than any result; what is longer is no event of the service. */
export const MOST_CHARS = 16_000_000;

/**
 * Reads a stream of the AI service as it arrives: `data:` lines closed by an empty one (recordings 11
 * to 18), the same with `event:` names (reference pages), or bare JSON lines (integration guide). Any
 * split of the bytes gives the same events. What cannot be read is counted and ends nothing.
 */
export class EventReader {
	/** Lines and events that could not be read. */
	ignored = 0;
	// It drops a byte-order mark, and waits for the rest of a letter that a piece cuts in two.
	private readonly decoder = new TextDecoder();
	private rest = '';
	private name: string | null = null;
	private data: string[] = [];
	private isSkipping = false;

	push(bytes: Uint8Array): StreamEvent[] {
		return this.take(this.decoder.decode(bytes, { stream: true }));
	}

	/** The stream is over: a last line without an end counts all the same. */
	end(): StreamEvent[] {
		return [...this.take(this.decoder.decode()), ...this.take('\n\n')];
	}

	private take(text: string): StreamEvent[] {
		const [first = '', ...others] = text.split('\n');
		this.hold(first);
		return others.flatMap((next) => {
			const line = this.rest;
			this.rest = '';
			const events = this.isSkipping ? [] : this.read(line);
			this.isSkipping = false;
			this.hold(next);
			return events;
		});
	}

	/** A line without an end would fill the memory. */
	private hold(text: string): void {
		if (this.rest.length + text.length <= MOST_CHARS) {
			this.rest += text;
			return;
		}
		if (!this.isSkipping) this.ignored += 1;
		this.isSkipping = true;
		this.rest = '';
	}

	private read(withReturn: string): StreamEvent[] {
		const line = withReturn.endsWith('\r') ? withReturn.slice(0, -1) : withReturn;
		if (line === '') return this.dispatch();
		if (line.startsWith(':')) return [];
		if (line.startsWith('{')) return this.parse(null, line);
		const colon = line.indexOf(':');
		const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
		switch (line.slice(0, colon)) {
			case 'data':
				this.data.push(value);
				return [];
			case 'event':
				this.name = value;
				return [];
			case 'id':
			case 'retry':
				return [];
			default:
				this.ignored += 1;
				return [];
		}
	}

	private dispatch(): StreamEvent[] {
		const { name, data } = this;
		this.name = null;
		this.data = [];
		return data.length === 0 ? [] : this.parse(name, data.join('\n'));
	}

	private parse(name: string | null, text: string): StreamEvent[] {
		const data = parsed(text);
		if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
			return [{ name, data: data as IDataObject }];
		}
		this.ignored += 1;
		return [];
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
