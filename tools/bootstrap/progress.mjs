const EVERY_MS = 20_000;

/** Says at the start, every 20 seconds and at the end how an installation goes. */
export async function withProgress(what, expectation, progress, work) {
	const started = Date.now();
	console.log(`Installing ${what} (${expectation})`);
	const timer = setInterval(() => {
		console.log(`  ${what}: ${progress()} after ${seconds(started)} s`);
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
