import type { ContractPromise } from '../promise';
import { cleaningPromise } from './cleaning';
import { operationPromises } from './operations';
import { readingPromises } from './reading';
import { writingPromises } from './writing';

/** One list for both servers; what one of them alone has says so. */
export const PROMISES: readonly ContractPromise[] = [
	...operationPromises,
	...readingPromises,
	...writingPromises,
	cleaningPromise,
];
