const PARENT_CHECK_MS = 1000;

/** Calls back once when somebody asks this process to end, or when the one that started it is gone. */
export function onStopSignal(callback: (reason: string) => void): void {
	let asked = false;
	const ask = (reason: string) => {
		if (asked) return;
		asked = true;
		callback(reason);
	};

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => ask(signal));

	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) ask('its parent ended');
	}, PARENT_CHECK_MS).unref();
}
