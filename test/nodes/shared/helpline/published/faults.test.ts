import { isNotOffered, refusalReason } from '../../../../../nodes/shared/helpline/published/faults';
import { findMarker, MARKER } from '../../../../support/markers';

const body = (details: unknown, message = MARKER) =>
	JSON.stringify({ success: false, error: { code: 'VALIDATION_ERROR', message, details } });

describe('a refusal', () => {
	it.each([400, 409, 422])(
		'with %i names the field that we sent, as it stands on the screen',
		(status) => {
			const reason = refusalReason(status, body({ field: 'child_age', value: MARKER }), [
				'child_age',
			]);

			expect(reason).toMatchObject({
				code: 'refused_by_server',
				status,
				field: 'child_age',
				message: "OpenCHS did not accept 'Child Age'",
			});
		},
	);

	it('names no field that we did not send', () => {
		const reason = refusalReason(400, body({ field: MARKER, [MARKER]: 'x' }), ['title']);

		expect(reason.field).toBeUndefined();
		expect(findMarker(reason)).toEqual([]);
	});

	it.each([400, 401, 403, 404, 409, 413, 422, 429, 500])('with %i repeats nothing', (status) => {
		const details = [{ field: 'title', message: MARKER, value: MARKER }];

		expect(findMarker(refusalReason(status, body(details), ['title']))).toEqual([]);
	});

	it.each([401, 403, 404, 429])('with %i is about the call, not about a field', (status) => {
		expect(refusalReason(status, body({ field: 'title' }), ['title']).field).toBeUndefined();
	});

	it.each([
		[404, true],
		[405, true],
		[501, true],
		[400, false],
		[403, false],
		[500, false],
	])('with %i means that there is no such call: %s', (status, means) => {
		expect(isNotOffered(status)).toBe(means);
	});
});
