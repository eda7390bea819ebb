import type { Rig } from '../target.mts';
import { fastRig } from './fast/rig.mts';

/** Trigger: every change that could be seen is acted on, and once. */
export const triggerRig: Rig = async (asked) => {
	if (asked.isFast) return await fastRig(asked);
	throw new Error('slow is not there yet');
};
