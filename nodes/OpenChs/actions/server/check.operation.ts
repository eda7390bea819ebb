import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toItem } from '../../../shared/output';
import { options } from '../../../shared/properties/options';
import type { Operation } from '../work';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['server'], operation: ['check'] } },
	[options()],
);

/** An answer means that the server was reached and took the login; everything else is a reason. */
export const execute: Operation = async function (itemIndex, work) {
	const state = await work.helpline.checkServer(itemIndex);
	const json = {
		reachable: true,
		login_accepted: true,
		milliseconds: state.milliseconds,
		account: state.account,
		role: state.role,
		remarks: state.remarks,
		helpline: work.helplineCode,
	};
	return [toItem(json, itemIndex)];
};
