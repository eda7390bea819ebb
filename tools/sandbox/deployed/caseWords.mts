/** How a value of the common record and a value of this server mean the same (one record, two servers). */
interface Words {
	toNumber: Readonly<Record<string, string>>;
	/** What a number becomes when nothing closer was said before. */
	toWord: Readonly<Record<string, string>>;
}

export const PRIORITY: Words = {
	toNumber: { low: '1', medium: '2', high: '3', critical: '3' },
	toWord: { 1: 'low', 2: 'medium', 3: 'high' },
};

export const STATUS: Words = {
	toNumber: { open: '1', assigned: '1', in_progress: '1', resolved: '2', closed: '2' },
	toWord: { 1: 'open', 2: 'closed' },
};

export const GBV: Words = {
	toNumber: { no: '0', yes: '1', unknown: '2' },
	toWord: { 0: 'no', 1: 'yes', 2: 'unknown' },
};

/** Values outside the enumeration are stored and shown as they are. */
export function numberOf(words: Words, word: string | null): string {
	return word === null ? '0' : (words.toNumber[word] ?? word);
}

/** Keeps the closer word: a case that is "resolved" stays so when it is closed once more. */
export function wordOf(words: Words, number: string, before?: string | null): string {
	if (before && numberOf(words, before) === number) return before;
	return words.toWord[number] ?? number;
}

/** The published side has a title, this one only a narrative whose first paragraph it is. */
export function narrativeOf(title: string, description: string | null): string {
	return description === null || description === '' || description === title
		? title
		: `${title}\n\n${description}`;
}

const LONGEST_TITLE = 255;

export function titleAndDescription(narrative: string): { title: string; description: string } {
	const end = narrative.indexOf('\n\n');
	if (end > 0 && end <= LONGEST_TITLE) {
		return { title: narrative.slice(0, end), description: narrative.slice(end + 2) };
	}
	return { title: narrative.slice(0, LONGEST_TITLE), description: narrative };
}
