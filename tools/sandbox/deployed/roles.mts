import type { UserRow } from '../records.mts';

/** The published API has words where this one has numbers (3). */
const NUMBERS: Record<string, string> = {
	counsellor: '1',
	supervisor: '2',
	case_manager: '3',
	case_worker: '4',
	partner: '5',
	media: '6',
	administrator: '99',
};

export const ADMINISTRATOR = '99';

/** A role that the code does not know stays as it is. */
export function roleNumber(user: Pick<UserRow, 'role'>): string {
	return NUMBERS[user.role] ?? user.role;
}

export function roleWord(number: string): string {
	return Object.entries(NUMBERS).find(([, known]) => known === number)?.[0] ?? number;
}

export function isKnownRole(number: string): boolean {
	return Object.values(NUMBERS).includes(number);
}
