import type { IExecuteFunctions } from 'n8n-workflow';

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
