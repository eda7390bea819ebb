import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Codes that the model names itself (AI service API, section 10); others are tried as they are given. */
const NAMES: Readonly<Record<string, string>> = {
	af: 'Afrikaans',
	am: 'Amharic',
	ar: 'Arabic',
	zh: 'Chinese',
	en: 'English',
	fr: 'French',
	de: 'German',
	ha: 'Hausa',
	hi: 'Hindi',
	ig: 'Igbo',
	it: 'Italian',
	ja: 'Japanese',
	rw: 'Kinyarwanda',
	ko: 'Korean',
	lg: 'Luganda',
	ny: 'Nyanja',
	pt: 'Portuguese',
	ru: 'Russian',
	so: 'Somali',
	es: 'Spanish',
	sw: 'Swahili',
	xh: 'Xhosa',
	yo: 'Yoruba',
	zu: 'Zulu',
};

const LANGUAGES: INodePropertyOptions[] = [
	...Object.entries(NAMES).map(([value, name]) => ({ name, value })),
	{
		name: 'Detect',
		value: 'auto',
		description: 'Let the service find out; it does not say what it found',
	},
	{ name: 'Other', value: 'other', description: 'A code that is not in this list' },
].sort((a, b) => a.name.localeCompare(b.name));

/** Which language is spoken: from the list, found out, or any code. */
export const languageFields: INodeProperties[] = [
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: LANGUAGES,
		default: 'sw',
		description: 'The language that is spoken in the recording',
	},
	{
		displayName: 'Language Code',
		name: 'languageCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. ln',
		displayOptions: { show: { language: ['other'] } },
		description: 'Two or three letters; the service tries what it is given',
	},
];
