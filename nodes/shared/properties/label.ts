const SPELLED: Readonly<Record<string, string>> = {
	ai: 'AI',
	avg: 'Average',
	by: 'By',
	gbv: 'GBV',
	id: 'ID',
	mime: 'MIME',
	sms: 'SMS',
	whatsapp: 'WhatsApp',
};

/** The title-case label of a field or a value of the one record: `child_age` is 'Child Age'. */
export function labelOf(name: string): string {
	return name
		.split('_')
		.map((word) => SPELLED[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}
