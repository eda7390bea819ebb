import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

/** The entries of a server's list as choices, sorted by what the person reads. */
export function entryChoices(
	found: ReadonlyArray<{ record: IDataObject }>,
): INodePropertyOptions[] {
	return found
		.map(({ record }) => entryChoice(record))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** What is sent is the value that the list names, else the path: a name alone may be meant twice. */
export function entryChoice(entry: IDataObject): INodePropertyOptions {
	const { id, name, path, value } = entry;
	return {
		name: 'username' in entry ? userLabel(entry) : String(path ?? name ?? value ?? id),
		value: toValue(value ?? path ?? name ?? id),
	};
}

export function userLabel({ id, username, full_name, role }: IDataObject): string {
	return [username ?? full_name ?? id, role].filter(Boolean).join(' · ');
}

export function toValue(value: unknown): string | number {
	return typeof value === 'number' ? value : String(value ?? '');
}
