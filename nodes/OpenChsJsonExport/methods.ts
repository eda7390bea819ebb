import { getCategories, getUsers } from '../shared/methods/caseChoices';
import { recipientTest } from '../shared/privacy/recipientTest';

export const methods = {
	credentialTest: { recipientTest },
	loadOptions: { getCategories, getUsers },
};
