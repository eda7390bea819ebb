/** All words of the made-up call; nobody ever said them. */
export const SWAHILI =
	'Habari, mimi ni mama wa mtoto wa miaka kumi. Mwanangu anapigwa na baba wa kambo nyumbani ' +
	'Kijiji Alfa. Tunahitaji msaada.';

export const ENGLISH =
	'Hello, I am the mother of a ten year old child. My child is beaten by the stepfather at home ' +
	'in Alfa Village. We need help; there is abuse and danger.';

export const SUMMARY =
	'A caller reports that a ten year old child is being physically harmed at home and asks for help.';

/** Names and places that the made-up model finds, wherever they stand. */
const KNOWN: ReadonlyArray<readonly [text: string, label: string]> = [
	['Maria Mfano', 'PERSON'],
	['Alfa Village', 'GPE'],
	['Kijiji Alfa', 'GPE'],
	['Example Trust', 'ORG'],
	['ten year old', 'DATE'],
];

export interface Entity {
	text: string;
	label: string;
	start: number;
	end: number;
	confidence: number;
}

export function transcribe(language: string): string {
	return language === 'en' ? ENGLISH : SWAHILI;
}

/** The call has a translation; of another text the words go through, so that a marker can be followed. */
export function translate(text: string): string {
	if (text.trim() === '') return '';
	return text === SWAHILI || text === ENGLISH ? ENGLISH : `In English: ${text}`;
}

export function findEntities(text: string): Entity[] {
	return KNOWN.flatMap(([known, label]) => {
		const start = text.indexOf(known);
		return start < 0
			? []
			: [{ text: known, label, start, end: start + known.length, confidence: 1 }];
	});
}

export function byLabel(entities: readonly Entity[]): Record<string, string[]> {
	const groups: Record<string, string[]> = {};
	for (const { label, text } of entities) (groups[label] ??= []).push(text);
	return groups;
}

export function summarize(text: string): string {
	return text.trim() === '' ? '' : SUMMARY;
}
