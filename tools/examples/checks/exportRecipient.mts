import { createHash } from 'node:crypto';
import { posix } from 'node:path';

interface Manifest {
	readonly files: ReadonlyArray<{ name: string; kind: string; rows: number; sha256: string }>;
}

type Row = Readonly<Record<string, unknown>>;

/** What a recipient has who reads the verified manifests in their order, and the files that they name. */
export interface Received {
	readonly verified: number;
	readonly cases: ReadonlyMap<string, Row>;
	readonly tombstones: ReadonlySet<string>;
	/** Names in the files of all manifests but the first. */
	readonly afterFirstNight: ReadonlySet<string>;
	/** Files whose rows or hash are not those of the manifest. */
	readonly damaged: number;
}

export function received(files: ReadonlyMap<string, Buffer>, folder: string): Received {
	const manifests = [...files.keys()]
		.filter((path) => posix.dirname(path) === folder && /\/verified_[^/]*\.json$/.test(path))
		.sort();
	const cases = new Map<string, Row>();
	const tombstones = new Set<string>();
	const afterFirstNight = new Set<string>();
	let damaged = 0;
	for (const [night, path] of manifests.entries()) {
		for (const { name, kind, rows, sha256 } of (parsed(files.get(path)) as Manifest).files) {
			const bytes = files.get(`${folder}/${name}`) ?? Buffer.alloc(0);
			const lines = bytes.toString('utf8').split('\n').filter(Boolean);
			const hash = createHash('sha256').update(bytes).digest('hex');
			if (hash !== sha256 || lines.length !== rows) damaged += 1;
			if (kind === 'references') continue;
			for (const line of lines) {
				const row = JSON.parse(line) as Row;
				const caseRef = String(row.case_ref);
				if (kind === 'tombstones') {
					tombstones.add(caseRef);
					cases.delete(caseRef);
				} else {
					if (night > 0) afterFirstNight.add(caseRef);
					cases.set(caseRef, row);
				}
			}
		}
	}
	return { verified: manifests.length, cases, tombstones, afterFirstNight, damaged };
}

function parsed(bytes: Buffer | undefined): unknown {
	return JSON.parse(bytes?.toString('utf8') ?? '');
}
