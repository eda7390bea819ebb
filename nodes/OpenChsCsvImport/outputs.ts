import type { INodeTypeDescription } from 'n8n-workflow';

const DONE = "{ type: 'main', displayName: 'Done' }";
const TO_FIX = "{ type: 'main', displayName: 'To Fix' }";
const CONTINUE = "{ type: 'main', displayName: 'Continue' }";

/** The same question as `Settings.parts` answers: the node gives as many outputs as it shows. */
const HAS_PARTS =
	"$parameter['mode'] === 'import' && $parameter['input'] !== 'items' && $parameter['options']?.['pauseBetweenParts']?.['part']";

/** The third output is there only for an import that pauses. */
export const outputs: INodeTypeDescription['outputs'] = `={{ ${HAS_PARTS} ? [${DONE}, ${TO_FIX}, ${CONTINUE}] : [${DONE}, ${TO_FIX}] }}`;
