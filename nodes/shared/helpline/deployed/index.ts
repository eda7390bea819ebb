import type { Connection } from '../../transport/connection';
import { casePage } from '../casePage';
import type { Helpline } from '../verbs';
import { addActivity, listActivities } from './activities';
import { caseFields, getCase, listCases } from './cases';
import { searchCases } from './caseSearch';
import { createCase, createOrUpdateCase } from './caseCreate';
import { deleteCase } from './caseDelete';
import { updateCase } from './caseUpdate';
import { readChanges, sampleChanges } from './changes';
import { logCommunication } from './communicationLog';
import { listCommunications } from './communications';
import { findByKey } from './duplicates';
import { downloadAttachment, listAttachments, uploadAttachment } from './files';
import { addPerson, listPeople, removePerson, updatePerson } from './people';
import { personFields } from './personFields';
import { downloadRecording } from './recordings';
import { listReference } from './reference';
import { checkServer } from './server';
import { casePageTemplate } from './settings';
import { caseStatistics } from './statistics';
import { getMe, listUsers } from './users';
import { noWebhooks } from './webhooks';

/** The PHP service that helplines run, behind the verbs. */
export function deployedDialect(connection: Connection): Helpline {
	return {
		checkServer: async (item) => await checkServer(connection, item),
		createCase: async (fields, key, item) => await createCase(connection, fields, key, item),
		createOrUpdateCase: async (fields, key, item) =>
			await createOrUpdateCase(connection, fields, key, item),
		updateCase: async (id, fields, item) => await updateCase(connection, id, fields, item),
		deleteCase: async (_id, item) => await deleteCase(connection, item),
		getCase: async (id, item) => await getCase(connection, id, item),
		findCaseByKey: async (key, item) => await findByKey(connection, key, item),
		listCases: async (query, item) => await listCases(connection, query, item),
		searchCases: async (text, fields, limit, item) =>
			await searchCases(connection, text, fields, limit, item),
		caseFields: async () => caseFields(),
		addActivity: async (caseId, activity, key, item) =>
			await addActivity(connection, caseId, activity, key, item),
		listActivities: async (caseId, limit, item) =>
			await listActivities(connection, caseId, limit, item),
		logCommunication: async (caseId, communication, key, item) =>
			await logCommunication(connection, caseId, communication, key, item),
		listCommunications: async (caseId, type, limit, item) =>
			await listCommunications(connection, caseId, type, limit, item),
		downloadRecording: async (caseId, recordingId, item) =>
			await downloadRecording(connection, caseId, recordingId, item),
		uploadAttachment: async (caseId, file, attachment, key, item) =>
			await uploadAttachment(connection, caseId, file, attachment, key, item),
		downloadAttachment: async (caseId, attachmentId, item) =>
			await downloadAttachment(connection, caseId, attachmentId, item),
		listAttachments: async (caseId, limit, item) =>
			await listAttachments(connection, caseId, limit, item),
		personFields: async (kind) => await Promise.resolve(personFields(kind)),
		addPerson: async (caseId, kind, fields, key, item) =>
			await addPerson(connection, caseId, kind, fields, key, item),
		listPeople: async (caseId, kind, limit, item) =>
			await listPeople(connection, caseId, kind, limit, item),
		updatePerson: async (caseId, kind, personId, fields, item) =>
			await updatePerson(connection, caseId, kind, personId, fields, item),
		removePerson: async (caseId, kind, personId, item) =>
			await removePerson(connection, caseId, kind, personId, item),
		getMe: async (item) => await getMe(connection, item),
		listUsers: async (filter, limit, item) => await listUsers(connection, filter, limit, item),
		listReference: async (list, item) => await listReference(connection, list, item),
		caseStatistics: async (query, item) => await caseStatistics(connection, query, item),
		readChanges: async (ask, item) => await readChanges(connection, ask, item),
		sampleChanges: async (events, item) => await sampleChanges(connection, events, item),
		changeIn: () => null,
		listWebhooks: async (item) => await noWebhooks(connection, item),
		addWebhook: async (_webhook, item) => await noWebhooks(connection, item),
		removeWebhook: async (_id, item) => await noWebhooks(connection, item),
		casePage: (id) => casePage(casePageTemplate(connection), id),
	};
}
