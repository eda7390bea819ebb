import type { RetryPolicy } from '../shared/transport/retry';
import { DEFAULT_RETRY } from '../shared/transport/retry';

/**
 * An import reads thousands of times, so that three attempts in a row fail often on a bad day, and takes
 * rows with them. Six, a minute in all, are as patient as its writes are.
 */
export const PATIENT: RetryPolicy = { ...DEFAULT_RETRY, attempts: 6 };
