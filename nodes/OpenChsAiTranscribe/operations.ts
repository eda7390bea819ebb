import { analyze } from './analyze';
import { cancel } from './cancel';
import { getResult } from './getResult';
import { transcribe } from './transcribe';
import type { Operation } from './work';

/** What each choice of resource and operation does. */
export const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
	recording: { cancel, getResult, transcribe },
	text: { analyze },
};
