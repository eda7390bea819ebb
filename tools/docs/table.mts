/** A table of a page. A cell is plain text, unless the caller has put Markdown into it on purpose. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text of the package as it reads on screen; what Markdown would take for its own is marked. */
export function cell(text: string): string {
	return text
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/[\\|*_<>[\]`]/g, (sign) => `\\${sign}`)
		.trim();
}
