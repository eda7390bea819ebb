import type { IDataObject } from 'n8n-workflow';

import type { CaseRecord, FoundCase } from '../record/case';
import { PRIORITIES, STATUSES } from '../record/case';
import type { Reason } from '../transport/errors';

/** Which changes are handed on, by the case that they are about; an empty part lets everything through. */
export interface ChangeFilters {
	/** An ID or a user name. */
	assignedUser: string;
	/** Steps of a category's path; everything below it counts. */
	category: readonly string[];
	/** Whether the path begins at the top. */
	isCategoryFromTop: boolean;
	priority: readonly string[];
	status: readonly string[];
}

/**
 * The helpline's own server has fewer words, so that one of ours stands for several there
 * (one record, rules).
 */
const FEWER_WORDS: Readonly<Record<string, string>> = {
	critical: 'high',
	assigned: 'open',
	in_progress: 'open',
	resolved: 'closed',
};

/** The filters of the screen; a reason when one of them could never match. */
export function toChangeFilters(given: IDataObject, login: string): ChangeFilters | Reason {
	const category = textOf(given.category);
	// The change names a path only; an ID would leave out every case without a word.
	if (/^\d+$/.test(category)) return CATEGORY_BY_ID;
	const meant = (words: readonly string[]) =>
		login === 'login' ? words.map((word) => FEWER_WORDS[word] ?? word) : words;
	const priority = wordsOf(given.priority);
	const status = wordsOf(given.status);
	if (!areKnown(priority, PRIORITIES)) return notAWord('Priority', 'priority', PRIORITIES);
	if (!areKnown(status, STATUSES)) return notAWord('Status', 'status', STATUSES);
	return {
		assignedUser: fold(textOf(given.assignedUserId)),
		category: stepsOf(category),
		isCategoryFromTop: category.startsWith('^'),
		priority: meant(priority),
		status: meant(status),
	};
}

export function isFilters(answer: ChangeFilters | Reason): answer is ChangeFilters {
	return 'assignedUser' in answer;
}

/** Where no case is known there is nothing to filter by: better one too many than one too few. */
export function passes(about: FoundCase | null, filters: ChangeFilters): boolean {
	if (about === null) return true;
	const { record } = about;
	return (
		isAssignedTo(record, filters.assignedUser) &&
		isBelow(record, filters) &&
		isOneOf(record.priority, filters.priority) &&
		isOneOf(record.status, filters.status)
	);
}

function isAssignedTo({ assigned_user_id: id, assigned_to: name }: CaseRecord, user: string) {
	return user === '' || [id, name].some((each) => fold(String(each ?? '')) === user);
}

/** The path of the case holds the steps one after the other, so that an entry is found by its end as well. */
function isBelow(record: CaseRecord, { category, isCategoryFromTop }: ChangeFilters): boolean {
	if (category.length === 0) return true;
	const path = [record.category, record.subcategory].flatMap((part) => stepsOf(part ?? ''));
	const last = isCategoryFromTop ? 0 : path.length - category.length;
	for (let start = 0; start <= last; start++) {
		if (category.every((step, index) => path[start + index] === step)) return true;
	}
	return false;
}

function isOneOf(value: string | null, wanted: readonly string[]): boolean {
	return wanted.length === 0 || wanted.includes(fold(value ?? ''));
}

/** `Abuse > Beating` and `^Abuse^Beating` are the same path. */
function stepsOf(path: string): string[] {
	return path
		.split(/[>^]/)
		.map(fold)
		.filter((step) => step !== '');
}

/** Chosen on the screen as a list; an expression may give one word, or words with commas. */
function wordsOf(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : textOf(value).split(',');
	return parts.map((part) => fold(String(part))).filter((part) => part !== '');
}

function areKnown(words: readonly string[], known: readonly string[]): boolean {
	return words.every((word) => known.includes(word));
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function fold(value: string): string {
	return value.normalize('NFC').trim().toLowerCase();
}

const CATEGORY_BY_ID: Reason = {
	code: 'refused_value',
	field: 'category',
	message: "'Category' of the filters holds an ID",
	description: 'Choose a category from the list, or give its path, such as Abuse > Neglect.',
};

function notAWord(label: string, field: string, known: readonly string[]): Reason {
	return {
		code: 'refused_value',
		field,
		message: `'${label}' of the filters was not accepted`,
		description: `Use one of: ${known.join(', ')}.`,
	};
}
