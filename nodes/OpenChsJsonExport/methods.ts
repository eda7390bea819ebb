import { getCategories, getUsers } from '../shared/methods/caseChoices';

export const methods = { loadOptions: { getCategories, getUsers } };
