/**
 * What the server's clock says, else `now`. Two clocks differ by minutes or by hours, and a `Retry-After`
 * date or the end of an allowance is told by the server's.
 */
export function serverTime(
	headers: Readonly<Record<string, string | undefined>>,
	now: number,
): number {
	const told = Date.parse(headers.date ?? '');
	return Number.isNaN(told) ? now : told;
}
