import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { NOT_AI } from '../shared/ai/sentences';
import { toItem } from '../shared/output';
import { toNodeError } from '../shared/transport/errors';
import { presentResult } from './present';
import type { About } from './result';
import { toParts } from './result';
import type { Work } from './work';

/** The item of a finished result; silence is one too. */
export function finished(
	this: IExecuteFunctions,
	answer: unknown,
	about: About,
	itemIndex: number,
	work: Work,
): INodeExecutionData[] {
	const parts = toParts(answer, about);
	if (parts === null) {
		throw toNodeError(this.getNode(), NOT_AI, itemIndex);
	}
	if (parts.has_speech !== true) work.remark(NO_SPEECH);
	return [toItem(presentResult(this, parts, answer, itemIndex), itemIndex)];
}

const NO_SPEECH =
	'No speech was found in at least one recording; its transcript is empty and <code>has_speech</code> is false';
