export const ROUNDED_TO = 5;

export function rounded(figure: number): number {
	return Math.round(figure / ROUNDED_TO) * ROUNDED_TO;
}
