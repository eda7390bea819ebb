import * as fc from 'fast-check';

import { IdSet } from '../../../../nodes/shared/record/idSet';
import { heldMegabytes } from '../../../support/heap.mts';

describe('a set of ids', () => {
	it('knows what was added, and nothing else', () => {
		const id = fc.oneof(
			fc.nat().map(String),
			fc.string(),
			fc.bigInt({ min: 0n, max: 2n ** 70n }).map(String),
			fc.constantFrom('', '0', '00', '-1', '1e3', '9007199254740993', '9007199254740992'),
		);
		fc.assert(
			fc.property(fc.array(id, { maxLength: 3_000 }), fc.array(id), (added, asked) => {
				const set = new IdSet();
				for (const each of added) set.add(each);

				const wanted = new Set(added);
				expect(set.size).toBe(wanted.size);
				for (const each of [...added, ...asked]) expect(set.has(each)).toBe(wanted.has(each));
			}),
		);
	});

	it('keeps a million ids in less than thirty megabytes', () => {
		const before = heldMegabytes();
		const set = new IdSet();
		for (let id = 1; id <= 1_000_000; id++) set.add(String(id));

		expect(set.size).toBe(1_000_000);
		expect(heldMegabytes() - before).toBeLessThan(30);
	});
});
