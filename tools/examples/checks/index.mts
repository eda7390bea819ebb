import type { Check } from '../check.mts';
import { analytics } from './analytics.mts';
import { caseMonitor } from './caseMonitor.mts';
import { crmSync } from './crmSync.mts';
import { csvImport } from './csvImport.mts';
import { dailyDigest } from './dailyDigest.mts';
import { errors } from './errors.mts';
import { intakeToCase } from './intakeToCase.mts';
import { jsonExport } from './jsonExport.mts';
import { pollingAndWebhook } from './pollingAndWebhook.mts';
import { recordingToNote } from './recordingToNote.mts';
import { sendNow } from './sendNow.mts';
import { serverWatch } from './serverWatch.mts';

/** Every example that has a check, the quickest first. */
export const CHECKS: readonly Check[] = [
	sendNow,
	serverWatch,
	intakeToCase,
	crmSync,
	csvImport,
	jsonExport,
	analytics,
	dailyDigest,
	pollingAndWebhook,
	recordingToNote,
	errors,
	caseMonitor,
];
