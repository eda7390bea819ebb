import type { Connection } from '../../transport/connection';
import { notOfferedReason } from '../../transport/sentences';
import type { Helpline } from '../verbs';
import { fail } from './api';

type PeopleVerbs = Pick<
	Helpline,
	'addPerson' | 'listPeople' | 'personFields' | 'removePerson' | 'updatePerson'
>;

/** The documented API keeps reporter and child as fields of the case and has no calls for people. */
export function peopleVerbs(connection: Connection): PeopleVerbs {
	const refuse = async (item: number) =>
		await Promise.reject(fail(connection, notOfferedReason('People of a case'), item));
	return {
		addPerson: async (_caseId, _kind, _fields, _key, item) => await refuse(item),
		listPeople: async (_caseId, _kind, _limit, item) => await refuse(item),
		personFields: async (_kind, item) => await refuse(item),
		removePerson: async (_caseId, _kind, _personId, item) => await refuse(item),
		updatePerson: async (_caseId, _kind, _personId, _fields, item) => await refuse(item),
	};
}
