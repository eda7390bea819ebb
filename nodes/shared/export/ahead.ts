/**
 * Asks for the next page while the one before is written, so that neither server nor disk stands idle.
 * Never more than one page is ahead. Ends as the walk ends.
 */
export async function* ahead<T, E>(walk: AsyncGenerator<T, E>): AsyncGenerator<T, E> {
	let next = walk.next();
	try {
		for (;;) {
			const page = await next;
			if (page.done) return page.value;
			next = walk.next();
			// Whoever asks for it gets the reason; nobody may ask, because the run ended before.
			next.catch(() => undefined);
			yield page.value;
		}
	} finally {
		await next.catch(() => undefined);
		await walk.return?.(undefined as E).catch(() => undefined);
	}
}
