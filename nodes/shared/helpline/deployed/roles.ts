import { textOrNull } from './text';

/** Role numbers of the server (helpline v1, 3); those who see every case are marked. */
const ROLES: Readonly<Record<string, string>> = {
	1: 'counsellor',
	2: 'supervisor',
	3: 'case_manager',
	4: 'case_worker',
	5: 'partner',
	6: 'media',
	99: 'administrator',
};
const SEES_ALL = new Set(['supervisor', 'administrator']);

export function roleWord(value: unknown): string | null {
	const role = textOrNull(value);
	if (role === null) return null;
	return Object.hasOwn(ROLES, role) ? (ROLES[role] ?? role) : role;
}

/** Whether lists show every case to whoever has this role, or only its own (recordings 50, 51). */
export function seesAll(role: unknown): boolean {
	return SEES_ALL.has(String(role));
}
