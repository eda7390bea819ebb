import type { Rig } from '../target.mts';

/** CSV Import: every good row is a case, and one only; every bad row is told. Each way loads what it alone needs. */
export const importRig: Rig = async (asked) => {
	if (asked.wantsFigures) {
		const { paceRig } = await import('./fast/pace.mts');
		return await paceRig(asked);
	}
	if (!asked.isFast) {
		const { slowRig } = await import('./slow/rig.mts');
		return await slowRig(asked);
	}
	if (asked.dialects.length > 1) {
		const { together } = await import('../inProcess/together.mts');
		return await together(asked);
	}
	const { fastRig } = await import('./fast/rig.mts');
	return await fastRig(asked);
};
