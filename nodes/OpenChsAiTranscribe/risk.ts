import type { IDataObject } from 'n8n-workflow';

import { objectOf } from '../shared/ai/answers';

export interface Risk {
	/** Lower case; null when the service told none, which is not the same as low. */
	level: string | null;
	/** Which member of the answer it was read from; null without a level. */
	source: string | null;
}

/** Some models tell the urgency in numbers, the first the most urgent (AI service API, section 5). */
const PRIORITIES: Readonly<Record<string, string>> = { '1': 'high', '2': 'medium', '3': 'low' };
/** What the service writes where it knows none. */
const NONE = ['', 'unknown', 'none', 'null', 'n/a'];

/** One level for a person: the first of the places where services tell it, in this order. */
export function riskOf(result: IDataObject): Risk {
	const insights = objectOf(result.insights);
	const classification = objectOf(result.classification);
	const places: Array<[string, string | null]> = [
		['insights', levelOf(insights.risk_level)],
		['insights.risk_assessment', levelOf(objectOf(insights.risk_assessment).risk_level)],
		['classification', levelOf(classification.risk_level)],
		['result', levelOf(result.risk_level)],
		['priority', priorityOf(classification.priority ?? result.priority)],
	];
	const [source, level] = places.find(([, each]) => each !== null) ?? [null, null];
	return { level, source };
}

function levelOf(value: unknown): string | null {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return NONE.includes(word) ? null : word;
}

function priorityOf(value: unknown): string | null {
	const word = levelOf(typeof value === 'number' ? String(value) : value);
	return word === null ? null : (PRIORITIES[word] ?? word);
}
