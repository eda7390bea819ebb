import type { Remembered } from '../shared/changes/cursor';

/**
 * What this process knows of one trigger. All of it may be gone at any time; then a delivery is made
 * again and a failure counted anew, and nothing else.
 */
export interface Memory {
	remembered: Remembered | null;
	/** Checks in a row that did not go through. */
	failures: number;
	/** The settings with which a check went through last. */
	worksWith: string | null;
	/** What the dialect remembers between two reads, and the settings that it read with. */
	ofDialect: Map<string, unknown>;
	readWith: string;
}

/** Triggers that are remembered at most; the one not checked for longest is forgotten first. */
const MAX_TRIGGERS = 500;

const memories = new Map<string, Memory>();

/** The memory of the trigger with this key; an empty one when it is not known. */
export function memoryOf(key: string): Memory {
	const memory = memories.get(key) ?? emptyMemory();
	memories.delete(key);
	memories.set(key, memory);
	const oldest = memories.keys().next();
	if (memories.size > MAX_TRIGGERS && !oldest.done) memories.delete(oldest.value);
	return memory;
}

function emptyMemory(): Memory {
	return {
		remembered: null,
		failures: 0,
		worksWith: null,
		ofDialect: new Map(),
		readWith: '',
	};
}
