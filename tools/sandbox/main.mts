import { codeText, startText } from './console.mts';
import { type CommandLine, helpText, readCommandLine } from './commandLine.mts';
import { type Sandbox, startSandbox } from './start.mts';

const command = commandOrRefusal();
if (command.wantsHelp) console.log(helpText());
else await run(command);

function commandOrRefusal(): CommandLine {
	try {
		return readCommandLine(process.argv.slice(2));
	} catch (error) {
		refuse(error);
	}
}

async function run({ options, isForPrograms }: CommandLine): Promise<void> {
	const sandbox = await startOrRefusal(isForPrograms, options);
	const stop = async () => {
		await sandbox.stop();
		process.exit(0);
	};
	process.once('SIGINT', () => void stop());
	process.once('SIGTERM', () => void stop());
	if (isForPrograms) {
		// Whoever started it holds the other end; when that is gone, nobody is left to stop it.
		process.stdin.once('close', () => void stop()).resume();
		const { url, deployedUrl, aiUrl, apiKey, login } = sandbox;
		console.log(JSON.stringify({ url, deployedUrl, aiUrl, apiKey, login }));
		return;
	}
	console.log(startText(sandbox, options));
}

async function startOrRefusal(
	isForPrograms: boolean,
	options: CommandLine['options'],
): Promise<Sandbox> {
	const onCode = isForPrograms
		? undefined
		: (entry: Parameters<typeof codeText>[0]) => console.log(codeText(entry));
	try {
		return await startSandbox({ ...options, ...(onCode && { onCode }) });
	} catch (error) {
		refuse(error);
	}
}

function refuse(error: unknown): never {
	console.error(error instanceof Error ? error.message : String(error));
	console.error('See --help.');
	process.exit(1);
}
