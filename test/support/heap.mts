import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is really held, in megabytes: everything that nobody needs any more is thrown away first. */
export function heldMegabytes(): number {
	collect();
	const { heapUsed, external, arrayBuffers } = process.memoryUsage();
	return (heapUsed + Math.max(external, arrayBuffers)) / (1024 * 1024);
}
