/** The suites of `npm test` that run without n8n, so that the fast loop never waits for 2.8 GB. */
const SUITES_WITHOUT_N8N = ['lint', 'types', 'unit', 'operations', 'chaos', 'contract', 'package'];

const COMMANDS_WITHOUT_N8N = ['contract', 'docs', 'freeze', 'mutation', 'sandbox'];

/** Parts of `npm run bench` that measure the package alone. */
const PARTS_WITHOUT_N8N = ['codec', 'package', 'poll'];

export function needsN8n(command, args) {
	if (COMMANDS_WITHOUT_N8N.includes(command)) return false;
	if (args.includes('--n8n-url')) return false;
	if (command === 'chaos') return !args.includes('--fast');
	if (command === 'bench') {
		return args.length === 0 || args.some((part) => !PARTS_WITHOUT_N8N.includes(part));
	}
	if (command !== 'test') return true;

	const suites = args.filter((arg) => !arg.startsWith('-'));
	return suites.length === 0 || suites.some((suite) => !SUITES_WITHOUT_N8N.includes(suite));
}
