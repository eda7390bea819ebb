import type { INodeParameters } from 'n8n-workflow';

import { mapper, picked } from './runOperation';

/** What OpenCHS AI Transcribe hands on, as text in the field. */
const AI_RESULT = JSON.stringify({ task_id: 'made-up-1', is_suggestion: true, risk: 'high' });

/** What a person fills in to run each operation once; tests that walk all operations start here. */
export const EVERY_OPERATION: Readonly<Record<string, Readonly<Record<string, INodeParameters>>>> =
	{
		activity: {
			create: { caseId: picked(7), description: 'Called back' },
			createFromAi: { caseId: picked(7), aiResult: AI_RESULT },
			getAll: { caseId: picked(7) },
		},
		attachment: {
			download: { caseId: picked(7), attachmentId: '13' },
			getAll: { caseId: picked(7) },
			upload: { caseId: picked(7) },
		},
		case: {
			create: { fields: mapper({ title: 'Made up', category: 'Abuse', priority: 'low' }) },
			delete: { caseId: picked(7) },
			get: { caseId: picked(7) },
			getAll: {},
			getByExternalKey: { externalKey: 'form:1' },
			getChanges: { changedAfter: '2026-01-01' },
			search: { searchText: 'school' },
			update: { caseId: picked(7), fields: mapper({ priority: 'high' }) },
			upsert: {
				externalKey: 'form:1',
				fields: mapper({ title: 'Made up', category: 'Abuse', priority: 'low' }),
			},
			validate: { fields: mapper({ title: 'Made up', category: 'Abuse', priority: 'urgent' }) },
		},
		communication: {
			create: { caseId: picked(7), contactAddress: '+999 000 000 001' },
			downloadRecording: { caseId: picked(7) },
			getAll: { caseId: picked(7) },
		},
		person: {
			create: { caseId: picked(7), fields: mapper({ name: 'Zuri Testchild', sex: 'Female' }) },
			delete: { caseId: picked(7), personId: picked('14') },
			getAll: { caseId: picked(7) },
			update: { caseId: picked(7), personId: picked('14'), fields: mapper({ age: 10 }) },
		},
		referenceList: { getAll: {} },
		server: { check: {} },
		statistics: { get: {} },
		user: { getAll: {}, getMe: {} },
	};

/** Rows for `it.each`: resource, operation, all parameters. */
export const OPERATION_ROWS = Object.entries(EVERY_OPERATION).flatMap(([resource, operations]) =>
	Object.entries(operations).map(([operation, parameters]): [string, string, INodeParameters] => [
		resource,
		operation,
		{ resource, operation, ...parameters },
	]),
);

/** An input item that every operation can work with. */
export function inputItem() {
	return {
		json: { form: 1 },
		binary: {
			data: {
				data: Buffer.from('file').toString('base64'),
				mimeType: 'application/pdf',
				fileName: 'letter.pdf',
			},
		},
	};
}
