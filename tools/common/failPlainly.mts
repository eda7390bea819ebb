/** For commands that a person types: what went wrong in words, without the way through the code. */
export function failPlainly(): void {
	const fail = (error: unknown) => {
		console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		process.exit(1);
	};

	process.on('uncaughtException', fail);
	process.on('unhandledRejection', fail);
}
