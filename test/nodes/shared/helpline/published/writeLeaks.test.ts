import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { findMarker, MARKER, plantCase } from '../../../../support/markers';
import type { Fault } from './fakeServer';
import { FakeServer, open } from './fakeServer';
import { codeOf, FIELDS, keyOf, mapped, NOT_SAVED, SAVED } from './writing';

describe('whatever goes wrong with a write', () => {
	const faults: Fault[] = [...SAVED, ...NOT_SAVED, '400', '409', 'timeout, very late'];

	it.each(faults)('nothing of the case is in the error or the log: "%s"', async (fault) => {
		const fields = plantCase();
		const server = new FakeServer()
			.meet('POST /cases', fault, fault, fault)
			.meet('PUT /cases/*', fault, fault, fault);
		server.addCase({ ...fields, description: `${MARKER}\n\nExternal-Ref: form-9` });
		const { helpline, log } = await open(server);

		const ends = await Promise.all([
			helpline.createCase(fields, mapped('form-1'), 0).catch((error: unknown) => error),
			helpline
				.createOrUpdateCase({ ...fields, title: 'New' }, mapped('form-9'), 1)
				.catch((error: unknown) => error),
		]);

		const errors = ends.filter((end) => end instanceof Error);
		expect(errors.map((error) => reasonOf(error)?.code)).not.toContain(undefined);
		expect(findMarker([errors, log])).toEqual([]);
	});

	it('a stopped run sends nothing more', async () => {
		const stop = new AbortController();
		const server = new FakeServer().meet('POST /cases', 'cut before');
		const { helpline } = await open(server, {}, undefined, stop.signal);
		const ending = codeOf(helpline.createCase(FIELDS, keyOf(), 0));

		stop.abort();

		expect(await ending).toBe('stopped');
		expect(server.seen('POST /cases').length).toBeLessThanOrEqual(1);
	});
});
