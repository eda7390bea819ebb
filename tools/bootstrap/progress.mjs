const EVERY_MS = 15_000;

/** Says at the start, every 15 seconds and at the end how an installation goes. */
export async function withProgress(what, expectation, count, work) {
	const started = Date.now();
	console.log(`Installing ${what} (${expectation})`);
	const timer = setInterval(() => {
		console.log(`  ${what}: ${count()} after ${seconds(started)} s`);
	}, EVERY_MS);

	try {
		const result = await work();
		console.log(`  ${what}: installed in ${seconds(started)} s`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

function seconds(started) {
	return Math.round((Date.now() - started) / 1000);
}
