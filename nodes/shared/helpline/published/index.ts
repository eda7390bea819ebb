import { toChange } from '../../changes/webhookChange';
import type { Connection } from '../../transport/connection';
import { casePage } from '../casePage';
import type { Helpline } from '../verbs';
import { addActivity, listActivities } from './activities';
import { caseFields, getCase, keyPlace, listCases, searchCases } from './cases';
import { createCase, createOrUpdateCase } from './caseCreate';
import { deleteCase } from './caseDelete';
import { updateCase } from './caseUpdate';
import { readChanges, sampleChanges } from './changes';
import { listCommunications, logCommunication } from './communications';
import { findByKey } from './duplicates';
import { downloadAttachment, downloadRecording, listAttachments, uploadAttachment } from './files';
import { peopleVerbs } from './people';
import { caseStatistics, listReference } from './reference';
import { checkServer } from './server';
import { getMe, listUsers } from './users';
import { addWebhook, listWebhooks, removeWebhook } from './webhooks';

/** The REST API of the documentation, behind the verbs. */
export function publishedDialect(connection: Connection): Helpline {
	return {
		checkServer: async (item) => await checkServer(connection, item),
		createCase: async (fields, key, item) => await createCase(connection, fields, key, item),
		createOrUpdateCase: async (fields, key, item) =>
			await createOrUpdateCase(connection, fields, key, item),
		updateCase: async (id, fields, item) => await updateCase(connection, id, fields, item),
		deleteCase: async (id, item) => await deleteCase(connection, id, item),
		getCase: async (id, item) => await getCase(connection, id, item),
		findCaseByKey: async (key, item) => await findByKey(connection, key, null, item),
		listCases: async (query, item) => await listCases(connection, query, item),
		searchCases: async (text, fields, limit, item) =>
			await searchCases(connection, text, fields, limit, item),
		caseFields: async () => caseFields(connection),
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
		...peopleVerbs(connection),
		getMe: async (item) => await getMe(connection, item),
		listUsers: async (filter, limit, item) => await listUsers(connection, filter, limit, item),
		listReference: async (list, item) => await listReference(connection, list, item),
		caseStatistics: async (window, item) => await caseStatistics(connection, window, item),
		readChanges: async (ask, item) => await readChanges(connection, ask, item),
		sampleChanges: async (events, item) => await sampleChanges(connection, events, item),
		changeIn: (delivered) => toChange(delivered, keyPlace(connection)),
		listWebhooks: async (item) => await listWebhooks(connection, item),
		addWebhook: async (webhook, item) => await addWebhook(connection, webhook, item),
		removeWebhook: async (id, item) => await removeWebhook(connection, id, item),
		casePage: (id) => casePage(connection.settings.casePageTemplate, id),
	};
}
