export const sleep = async (ms: number) => {
	await new Promise((resolve) => setTimeout(resolve, ms));
};

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** Asks until there is an answer other than `undefined`, at most for the given time. */
export async function waitFor<T>(
	what: string,
	limitSeconds: number,
	ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
	const deadline = Date.now() + limitSeconds * 1000;

	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() + pause > deadline) throw new Error(`${what}: not within ${limitSeconds} s`);
		await sleep(pause);
	}
}
