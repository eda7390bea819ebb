import type { IDataObject } from 'n8n-workflow';

import { toUtc } from '../../record/dates';
import { quoted, writableField } from '../../record/fields';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { fail } from './api';
import type { OwnField } from './fields';
import { FLAGS, ownFieldLabel } from './fields';
import type { RootName } from './settings';
import type { Entry, Tree } from './trees';
import { matchesOf, treeOf } from './trees';
import { listUsers } from './users';
import { MAX_SHORT_BYTES, storedBytes } from './wire/bytes';

/** Where a check looks things up, and where it puts what is wrong; names of fields only, never a value. */
export class Desk {
	readonly problems: Reason[] = [];

	constructor(
		readonly connection: Connection,
		readonly item: number,
	) {}

	/** Throws the first problem, with the fields of the others in it. */
	close(): void {
		const [first, ...others] = this.problems;
		if (!first) return;
		const named = others.flatMap(({ field }) => (field && field !== first.field ? [field] : []));
		const more = named.length > 0 ? ` Also: ${[...new Set(named)].map(shown).join(', ')}.` : '';
		const description = `${first.description ?? ''}${more}`;
		throw fail(this.connection, { ...first, description }, this.item);
	}

	refuse(field: string, description: string): null {
		this.problems.push({
			code: 'refused_value',
			field,
			message: `${shown(field)} was not accepted`,
			description,
		});
		return null;
	}

	async tree(name: RootName): Promise<Tree> {
		return await treeOf(this.connection, name, this.item);
	}

	/** The one entry that is meant; none or several are a problem, told with their number. */
	async entry(field: string, root: RootName, given: string): Promise<Entry | null> {
		return this.only(field, matchesOf(await this.tree(root), given));
	}

	only(field: string, matches: readonly Entry[]): Entry | null {
		if (matches.length === 1) return matches[0] ?? null;
		return this.refuse(
			field,
			matches.length === 0
				? 'This OpenCHS has no entry of that name or ID. Choose from its list.'
				: `${matches.length} entries of this OpenCHS have that name. Give the path, such as Abuse > Physical Abuse, or the ID.`,
		);
	}

	/** The entry where exactly one is meant; several or none are no problem here. */
	async entryIfOne(root: RootName, given: string): Promise<Entry | null> {
		const [entry, ...others] = matchesOf(await this.tree(root), given);
		return entry && others.length === 0 ? entry : null;
	}

	/** Whether a user exists; `step` says what to do when not. */
	async isUser(id: string, field: string, step: string): Promise<boolean> {
		const { found } = await listUsers(this.connection, {}, undefined, this.item);
		if (found.some(({ record }) => String(record.id) === id)) return true;
		this.refuse(field, step);
		return false;
	}

	/** A value of one of the server's own fields, as it is sent; null when it was refused. */
	async own(name: string, field: OwnField, text: string): Promise<IDataObject[string] | null> {
		switch (field.kind) {
			case 'text':
				return text;
			case 'flag': {
				const word = text.toLowerCase();
				if (Object.values(FLAGS).includes(word)) return word;
				const code = Object.hasOwn(FLAGS, word) ? FLAGS[word] : undefined;
				return code ?? this.refuse(name, 'Use one of: yes, no, unknown.');
			}
			case 'time': {
				// An ISO date would be kept as the bare number of its year (helpline v1, 5).
				const time = toUtc(text, 'utc');
				if (time === null) return this.refuse(name, 'Use a time such as 2026-01-31T08:30Z.');
				return String(Math.floor(Date.parse(time) / 1000));
			}
			case 'entry':
				return (await this.entry(name, field.root as RootName, text))?.id ?? null;
			case 'entries': {
				const entries: IDataObject[] = [];
				for (const part of text.split(',').filter((each) => each.trim() !== '')) {
					const entry = await this.entry(name, field.root as RootName, part);
					if (entry) entries.push({ category_id: entry.id });
				}
				return entries;
			}
		}
	}

	/**
	 * Refuses short texts that the server would cut in the middle of an escape, whereupon nobody could
	 * read the list (recording 58). `origins` says which field of ours a member came from.
	 */
	measure(body: IDataObject, origins: Readonly<Record<string, string>>): void {
		for (const [name, value] of Object.entries(body)) {
			if (typeof value !== 'string' || storedBytes(value) <= MAX_SHORT_BYTES) continue;
			const field = Object.hasOwn(origins, name) ? (origins[name] ?? name) : name;
			if (this.problems.some((problem) => problem.field === field)) continue;
			this.problems.push({
				code: 'refused_value',
				field,
				message: `${shown(field)} is too long for this OpenCHS`,
				description: `A short text takes ${MAX_SHORT_BYTES} bytes there; a letter with an accent counts as six.`,
			});
		}
	}
}

/** The label on screen, in single quotes. */
export function shown(name: string): string {
	const own = writableField(name) ? null : ownFieldLabel(name);
	return own === null ? quoted(name) : `'${own}'`;
}
