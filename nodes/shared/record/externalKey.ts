/**
 * The key that makes a repeated create harmless. `mapped` keys are a person's own; a default key is
 * `<content>-<run>` (published API, last section: which key).
 */
export interface CaseKey {
	key: string;
	isMapped: boolean;
	/** The part of a default key that is the same in every run of the same input. */
	content: string | null;
	/** True when n8n says that a stored execution is run again: then `content` is looked up too. */
	isRetry: boolean;
}
