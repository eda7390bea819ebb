import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** Choices that stand in the description; lists of the server have none. */
export function choicesOf({ type, options }: INodeProperties): Array<string | number | boolean> {
	if (type !== 'options' && type !== 'multiOptions') return [];
	return ((options ?? []) as INodePropertyOptions[]).map(({ value }) => value);
}

/** A made-up value that a person could have entered; the round decides which of several. */
export function sampleOf(field: INodeProperties, round: number): unknown {
	const { type, typeOptions } = field;
	const choices = choicesOf(field);
	switch (type) {
		case 'options':
			return choices.length > 0 ? choices[round % choices.length] : 'made-up';
		case 'multiOptions':
			return choices.length > 0 ? choices : ['made-up'];
		case 'boolean':
			return round % 2 === 0;
		case 'number':
			return Math.min(7, Number(typeOptions?.maxValue ?? 7)) - (round % 2);
		case 'dateTime':
			return '2026-01-31T08:30:00';
		case 'json':
			return '{"made":"up"}';
		case 'collection':
			return membersOf((field.options ?? []) as INodeProperties[], round);
		case 'fixedCollection':
			return groupsOf(field, round);
		case 'resourceLocator':
			return { __rl: true, mode: modeOf(field, round), value: '17' };
		case 'resourceMapper':
			return {
				mappingMode: 'defineBelow',
				value: { title: 'Made-up title', priority: 'high' },
				matchingColumns: [],
				schema: [],
			};
		default:
			return typeOptions?.multipleValues ? ['made-up'] : 'made-up';
	}
}

function modeOf({ modes = [] }: INodeProperties, round: number): string {
	return modes[round % Math.max(1, modes.length)]?.name ?? 'id';
}

function membersOf(options: readonly INodeProperties[], round: number): Record<string, unknown> {
	return Object.fromEntries(options.map((option) => [option.name, sampleOf(option, round)]));
}

function groupsOf({ options, typeOptions }: INodeProperties, round: number): object {
	const groups = (options ?? []) as INodePropertyCollection[];
	return Object.fromEntries(
		groups.map(({ name, values }) => {
			const group = membersOf(values, round);
			return [name, typeOptions?.multipleValues ? [group] : group];
		}),
	);
}
