import type { Check } from '../check.mts';
import { caseMonitor } from './caseMonitor.mts';
import { errors } from './errors.mts';

/** Every example that has a check, the quickest first. */
export const CHECKS: readonly Check[] = [errors, caseMonitor];
