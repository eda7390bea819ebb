/**
 * A reader that reads a text once, however often it is asked for: the door looks whether an answer is
 * one at all, and what was read for that is what the dialect then goes by. One for each call.
 */
export function readOnce<Parsed>(parse: (text: string) => Parsed): (text: string) => Parsed {
	let last: { text: string; parsed: Parsed } | null = null;
	return (text) => {
		if (last?.text !== text) last = { text, parsed: parse(text) };
		return last.parsed;
	};
}
