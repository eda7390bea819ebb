/**
 * The case ID inside a pasted address of a case's page; null when there is none. `pageOf` gives the
 * address of a case where the credential knows its form; other addresses are read by the usual forms,
 * such as `…/cases/1024`, `…#/case/1024/edit` and `…?id=1024`.
 */
export function idInLink(link: string, pageOf: (id: string) => string | null): string | null {
	return byTemplate(link, pageOf(MARK)) ?? byForm(link);
}

export function isLink(text: string): boolean {
	return /^https?:\/\//i.test(text);
}

/** Stands for the ID when the form of a page's address is looked at; needs no encoding. */
const MARK = 'CASE-ID-STANDS-HERE';

function byTemplate(link: string, template: string | null): string | null {
	const at = template?.indexOf(MARK) ?? -1;
	if (template === null || at < 0) return null;
	const before = template.slice(0, at);
	if (!link.startsWith(before)) return null;
	return firstPart(link.slice(before.length));
}

function byForm(link: string): string | null {
	const afterName = /[/?&#](?:cases?|case_id|id)[/=]([^/?&#=]+)/gi;
	const ids = [...link.matchAll(afterName)].map((match) => match[1] ?? '');
	return ids.map(firstPart).find((id) => id !== null && /\d/.test(id)) ?? null;
}

function firstPart(text: string): string | null {
	const part = /^[^/?&#]+/.exec(text)?.[0];
	if (part === undefined) return null;
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
