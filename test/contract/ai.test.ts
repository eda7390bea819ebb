import { OpenChsAiTranscribe } from '../../nodes/OpenChsAiTranscribe/OpenChsAiTranscribe.node';
import { describeAi } from './ai/describeAi';

describeAi(OpenChsAiTranscribe);
