import axios from 'axios';

import { sleep, waitFor } from '../../common/wait.mts';
import { exactly, none, type Check } from '../check.mts';
import { ownExample } from '../own.mts';
import { onStage } from '../stage.mts';

const EXAMPLE = 'send-now';

export const sendNow: Check = {
	example: EXAMPLE,
	async run(asked) {
		return await onStage(asked, async ({ n8n, api, sandbox, credential }) => {
			const { id } = await api.createWorkflow(
				ownExample(EXAMPLE, { login: { kind: 'login', credential: await credential('login') } }),
			);
			await api.activate(id);
			const address = `${n8n.url}/form/openchs-send-now`;
			await waitFor('the form', 60, async () => {
				const { status } = await axios.get(address, { proxy: false, validateStatus: () => true });
				return status === 200 ? true : undefined;
			});
			const send = async (answers: readonly string[]) => {
				const form = new FormData();
				for (const [n, answer] of answers.entries()) form.append(`field-${n}`, answer);
				await axios.post(address, form, { proxy: false });
			};
			await send(answersWith('Counselling > School'));
			await waitFor('the case', 60, async () =>
				(await sandbox.admin.cases()).length > 0 ? true : undefined,
			).catch(() => undefined);
			const made = (await sandbox.admin.cases()).length;
			await sandbox.admin.clearLog();
			await send(answersWith('No such category'));
			await waitFor('the second form to be read', 30, async () =>
				(await sandbox.admin.log()).length > 0 ? true : undefined,
			);
			// What would be written is written right after the look at the lists.
			await sleep(3_000);
			return [
				exactly('cases of a form that is sent once', 1, made),
				none('cases of a wrong form', (await sandbox.admin.cases()).length - made),
			];
		});
	},
};

/** In the order of the form's fields. */
function answersWith(category: string): string[] {
	return [
		'A made-up title',
		'A made-up story.',
		category,
		'high',
		'Ada Example',
		'+999 000 000 001',
		'ada@example.invalid',
		'35-59',
		'female',
		'Call back',
	];
}
