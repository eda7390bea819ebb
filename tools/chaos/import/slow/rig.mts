import type { Rig } from '../../target.mts';
export const slowRig: Rig = async () => {
	throw new Error('x');
};
