import { join } from 'node:path';
import { runOrThrow } from '../common/run.mts';

/** Unpacks a tarball of npm and gives the folder with its package.json. */
export async function unpack(tarball: string, into: string): Promise<string> {
	await runOrThrow('tar', ['-xzf', tarball, '-C', into], { limitSeconds: 30 });

	return join(into, 'package');
}
