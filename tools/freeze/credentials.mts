import type { ICredentialType, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A field of a credential, with what a person can have chosen and what holds when nothing was. */
export interface SavedField {
	readonly name: string;
	readonly type: string;
	readonly default: unknown;
	readonly values: ReadonlyArray<string | number | boolean>;
	readonly inside: readonly SavedField[];
}

export interface SavedCredential {
	readonly name: string;
	readonly fields: readonly SavedField[];
}

export function savedCredential({ name, properties }: ICredentialType): SavedCredential {
	return { name, fields: savedFields(properties) };
}

function savedFields(properties: readonly INodeProperties[]): SavedField[] {
	return properties
		.filter(({ type }) => type !== 'notice' && type !== 'callout')
		.map(({ name, type, default: otherwise, options = [] }) => ({
			name,
			type,
			default: otherwise,
			values:
				type === 'options' || type === 'multiOptions'
					? (options as INodePropertyOptions[]).map(({ value }) => value)
					: [],
			inside: options.flatMap((option) => {
				if ('values' in option) return savedFields(option.values);
				return type === 'collection' ? savedFields([option as INodeProperties]) : [];
			}),
		}));
}
