import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { temporaryFolder } from '../../tools/common/files.mts';

/** A bucket as a recipient's object store shows it to one account. */
export interface S3Server {
	readonly url: string;
	/** The server refuses a request that another key has signed. */
	readonly login: { readonly accessKeyId: string; readonly secretAccessKey: string };
	readonly bucket: string;
	/** By their key, with a slash in front. */
	files(): ReadonlyMap<string, Buffer>;
	stop(): Promise<void>;
}

/** What is used of the server, which tells no types. */
type S3rver = new (options: {
	readonly address: string;
	readonly port: number;
	readonly silent: boolean;
	readonly directory: string;
	readonly vhostBuckets: boolean;
	readonly configureBuckets: ReadonlyArray<{ readonly name: string }>;
}) => { run(): Promise<{ port: number }>; close(): Promise<void> };

/** The only account that the server knows. */
const LOGIN = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const BUCKET = 'exports';
const CONTENT = '._S3rver_object';

export async function startS3Server(): Promise<S3Server> {
	const directory = temporaryFolder('s3');
	const place = process.env.OPENCHS_OBJECT_STORE;
	if (!place)
		throw new Error('The object store is not at hand: start this with npm run test:examples.');
	const S3rver = createRequire(join(place, 'package.json'))('@20minutes/s3rver') as S3rver;
	const server = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory,
		vhostBuckets: false,
		configureBuckets: [{ name: BUCKET }],
	});
	const { port } = await server.run();
	const folder = join(directory, BUCKET);
	return {
		url: `http://127.0.0.1:${port}`,
		login: LOGIN,
		bucket: BUCKET,
		files: () =>
			new Map(
				readdirSync(folder, { recursive: true, encoding: 'utf8' })
					.filter((path) => path.endsWith(CONTENT))
					.map((path) => [`/${path.slice(0, -CONTENT.length)}`, readFileSync(join(folder, path))]),
			),
		stop: async () => {
			await server.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}
