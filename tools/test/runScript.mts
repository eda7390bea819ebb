import { run } from '../common/run.mts';
import type { SuiteResult } from './result.mts';

/** A check that knows no single tests: it counts as one. */
export async function runScript(
	name: string,
	script: string,
	limitSeconds: number,
): Promise<SuiteResult> {
	const started = Date.now();
	const { code, output, timedOut } = await run('npm', ['run', '--silent', script], {
		limitSeconds,
	});
	const isGood = code === 0;
	if (!isGood) console.log(output);
	if (timedOut) console.log(`${name}: stopped at its limit of ${limitSeconds} s`);

	return {
		name,
		passed: isGood ? 1 : 0,
		failed: isGood ? 0 : 1,
		seconds: (Date.now() - started) / 1000,
	};
}
