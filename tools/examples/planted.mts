import { readFileSync } from 'node:fs';

import { filesBelow } from '../common/files.mts';

/** Stands in every personal field of a case that a check makes up. */
export const MARKER = 'CANARY-7F3A';
/** The marker of fields that take digits only; +999 is the code of no country. */
const DIGITS = '7330077330';

/** A case with the marker in each personal field. */
export function plantedCase(number: number) {
	return {
		title: `${MARKER} title ${number}`,
		description: `${MARKER} description ${number}`,
		category: 'school',
		reporter_name: `${MARKER} reporter`,
		reporter_phone: `+999${DIGITS}`,
		child_name: `${MARKER} child`,
		child_age: 9,
		child_gender: 'female',
		child_location: `${MARKER} place`,
	};
}

export function holdsMarker(text: string): boolean {
	return FORMS.some((form) => text.includes(form));
}

/** Files of an n8n (log, stored runs, data tables, files of runs) in which a planted marker stands. */
export function filesWithMarkers(userFolder: string): string[] {
	return filesWhere(userFolder, holdsMarker);
}

/** The same for a text of one's own. */
export function filesHolding(userFolder: string, text: string): string[] {
	return filesWhere(userFolder, (content) => content.includes(text));
}

function filesWhere(userFolder: string, isMeant: (content: string) => boolean): string[] {
	return filesBelow(userFolder).filter(
		(file) => !file.includes('/node_modules/') && isMeant(readFileSync(file, 'latin1')),
	);
}

/** As it is, in small letters, and within Base64, where it looks different at each of three places. */
const FORMS = [MARKER, MARKER.toLowerCase(), DIGITS, ...[MARKER, DIGITS].flatMap(inBase64)];

function inBase64(text: string): string[] {
	return [0, 1, 2].map((offset) => {
		const whole = Math.floor((offset + text.length) / 3) * 4;
		const bytes = Buffer.from(' '.repeat(offset) + text);
		return bytes.toString('base64').slice(offset === 0 ? 0 : 4, whole);
	});
}
