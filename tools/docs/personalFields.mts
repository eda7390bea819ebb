/** The page of personal fields, from the tables that redaction, exports and alerts read. */
import type * as columnTable from '../../nodes/shared/privacy/personalColumns';
import type * as fieldTable from '../../nodes/shared/privacy/personalFields';
import { table } from './table.mts';

export interface Tables {
	readonly fields: typeof fieldTable;
	readonly columns: typeof columnTable;
	/** What the AI node takes for personal in its results. */
	readonly spoken: readonly string[];
}

export function personalFieldsPage({ fields, columns, spoken }: Tables): string {
	const kinds = fields.KINDS.map((kind) => {
		const known = fields.knownFields(kind);
		const isPersonal = (field: string) => fields.isPersonal(kind, field);
		return [
			kind,
			names(known.filter(isPersonal)),
			names(known.filter((name) => !isPersonal(name))),
		];
	});
	const lists = Object.entries(columns.DEPLOYED_COLUMNS).map(([list, { personal, open }]) => [
		`\`${list}\``,
		names(personal),
		names(open),
	]);
	return `# Which fields are personal

Made by \`npm run docs\` from the tables that the nodes themselves read (\`nodes/shared/privacy/personalFields.ts\`, \`personalColumns.ts\`).

**A field that stands nowhere here is personal.** A server that adds a field tomorrow opens no leak: the field is left out until somebody
has looked at it. What _Leave Out Personal Fields_ drops is the middle column; an open field that unexpectedly holds an object is dropped as
well. As a tool of an AI agent that is the default.

"Open" means that the field alone tells nobody's name. Several of them together may: one boy, of an age, in a small place. For what
leaves the helpline see [de-identified exports](deidentified.md) and [small numbers](small-numbers.md).

## What comes out of the nodes

${table(['Record', 'Personal', 'Open'], kinds)}

Of a result of _OpenCHS AI Transcribe_ these are personal: ${names(spoken)}.

## Columns of the helpline's own server

With the output _Raw_ and with user name and password the columns of the server come out under their own names.

${table(['List', 'Personal', 'Open'], lists)}
`;
}

function names(all: readonly string[]): string {
	const sorted = [...new Set(all)].sort();
	return sorted.length === 0 ? 'none' : sorted.map((name) => `\`${name}\``).join(', ');
}
