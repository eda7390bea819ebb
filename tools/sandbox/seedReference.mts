import type { DispositionRow, UserRow } from './records.mts';

type SeedUser = Pick<UserRow, 'username' | 'full_name' | 'role'> & { is_active?: 0 };

/** The first is the account behind the API key. Order matters: ids follow it. */
export const SEED_USERS: readonly SeedUser[] = [
	{ username: 'integration', full_name: 'Integration Account', role: 'administrator' },
	{ username: 'admin', full_name: 'Ada Placeholder', role: 'administrator' },
	{ username: 'supervisor', full_name: 'Sana Supervisor-Test', role: 'supervisor' },
	{ username: 'supervisor.night', full_name: 'Nuru Usiku-Mfano', role: 'supervisor' },
	{ username: 'counsellor', full_name: 'Cora Counsellor-Test', role: 'counsellor' },
	{ username: 'amina.mfano', full_name: 'Amina Mfano', role: 'counsellor' },
	{ username: 'bakari.jaribio', full_name: 'Bakari Jaribio', role: 'counsellor' },
	{ username: 'chloe.exemple', full_name: 'Chloé Exemple', role: 'counsellor' },
	{ username: 'didier.fictif', full_name: 'Didier Fictif', role: 'counsellor' },
	{ username: 'ella.sample', full_name: 'Ella Sample', role: 'counsellor' },
	{ username: 'case.manager', full_name: 'Casey Manager-Test', role: 'case_manager' },
	{ username: 'former.staff', full_name: 'Former Staff-Test', role: 'counsellor', is_active: 0 },
	{ username: 'case.worker', full_name: 'Wema Mhudumu-Mfano', role: 'case_worker' },
];

export const SEED_DISPOSITIONS: ReadonlyArray<Omit<DispositionRow, 'id'>> = [
	{ code: 'COMPLETE', name: 'Complete', category: 'answered', is_active: 1 },
	{ code: 'CALLBACK', name: 'Call Back', category: 'answered', is_active: 1 },
	{ code: 'REFERRED', name: 'Referred', category: 'answered', is_active: 1 },
	{ code: 'SILENT', name: 'Silent Call', category: 'unanswered', is_active: 1 },
	{ code: 'DROPPED', name: 'Dropped Call', category: 'unanswered', is_active: 1 },
	{ code: 'WRONG', name: 'Wrong Number', category: 'unanswered', is_active: 1 },
	{ code: 'PRANK', name: 'Prank Call', category: 'unanswered', is_active: 1 },
	{ code: 'VOICEMAIL', name: 'Voicemail', category: 'unanswered', is_active: 1 },
	{ code: 'OLD', name: 'No Longer Used', category: 'unanswered', is_active: 0 },
];
