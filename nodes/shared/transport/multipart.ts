/**
 * One file of an upload. `open` is called again when the upload is repeated after a renewed session,
 * so nothing is kept in memory (host facts, section K1).
 */
export class FilePart {
	constructor(
		readonly size: number,
		readonly name: string,
		readonly type: string,
		private readonly open: () => Promise<AsyncIterable<Uint8Array>>,
	) {}

	async *stream(): AsyncGenerator<Uint8Array> {
		for await (const chunk of await this.open()) yield chunk;
	}
}

/**
 * A form that n8n's helper streams: it looks like the web's FormData, and must not have `getHeaders`,
 * which would mark it as usable only once (host facts, section K1).
 */
export class StreamForm {
	private readonly parts: Array<[string, string | FilePart]> = [];

	get [Symbol.toStringTag]() {
		return 'FormData';
	}

	append(name: string, value: string | FilePart): void {
		this.parts.push([name, value]);
	}

	entries() {
		return this.parts[Symbol.iterator]();
	}

	[Symbol.iterator]() {
		return this.entries();
	}
}
