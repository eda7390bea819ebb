/** Keys remembered at most; one takes about 100 bytes. */
const MAX_TRIED = 50_000;

/** Keys with which this process has tried to write, oldest first: n8n's Retry On Fail runs a node again with the same ones. */
const tried = new Set<string>();

export function markTried(credentialKey: string, key: string): void {
	const name = `${credentialKey}:${key}`;
	tried.delete(name);
	tried.add(name);
	const oldest = tried.values().next();
	if (tried.size > MAX_TRIED && !oldest.done) tried.delete(oldest.value);
}

export function wasTried(credentialKey: string, key: string): boolean {
	return tried.has(`${credentialKey}:${key}`);
}
