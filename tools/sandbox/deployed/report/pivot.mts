import type { Answer } from '../../wire.mts';
import type { Call } from '../call.mts';
import type { Resource } from '../resources/resource.mts';

export function reportAnswer(_call: Call, _resource: Resource): Answer | undefined {
	return undefined;
}
