import type { CaseKey } from '../../../../../nodes/shared/record/externalKey';
import { defaultKey } from '../../../../../nodes/shared/record/externalKey';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import type { Fault } from './fakeServer';

export const FIELDS = { title: 'Made-up case', category: 'Abuse', priority: 'high' };
export const CONTENT = 'c'.repeat(24);

export const keyOf = (execution = '17', isRetry = false): CaseKey =>
	defaultKey(CONTENT, execution, isRetry);
export const mapped = (key: string, isRetry = false): CaseKey => ({
	key,
	isMapped: true,
	content: null,
	isRetry,
});

export const codeOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'done',
		(error: unknown) => reasonOf(error)?.code,
	);

/** Outcomes after which the case is there, though no answer says so. */
export const SAVED: Fault[] = [
	'html after',
	'empty after',
	'half after',
	'no id after',
	'500 after',
	'502 after',
	'cut after',
	'timeout after',
];
/** The same where nothing was saved. */
export const NOT_SAVED: Fault[] = ['html', '500', 'cut before', 'timeout', 'refused connection'];

export const PLACES = [
	['the description', { externalKeyPlace: 'description' }],
	['a field', { externalKeyPlace: 'field', externalKeyField: 'source_ref' }],
] as const;
