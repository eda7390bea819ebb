import type { Rig } from '../target.mts';

/** Trigger: every change that could be seen is acted on, and once. Each way loads what it alone needs. */
export const triggerRig: Rig = async (asked) => {
	if (asked.isFast) {
		if (asked.dialects.length > 1) {
			const { together } = await import('../inProcess/together.mts');
			return await together(asked);
		}
		const { fastRig } = await import('./fast/rig.mts');
		return await fastRig(asked);
	}
	if (asked.wantsFigures) {
		const { figuresRig } = await import('./slow/figures.mts');
		return await figuresRig(asked);
	}
	const { slowRig } = await import('./slow/rig.mts');
	return await slowRig(asked);
};
