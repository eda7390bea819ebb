import type { Heard } from '../sound.mts';
import type { Settings } from '../../settings.mts';

/** Seconds that each step took in the recordings, on fixed text. */
export const SECONDS = {
	start: 0.01,
	/** Per piece of audio; a long call is cut into them. */
	transcription: 4,
	readyTranscript: 0.01,
	translation: 2,
	ner: 1,
	classification: 1,
	summarization: 1.5,
	qa_scoring: 1,
	insights: 2,
	/** Three tries to reach a language model that is not there (33). */
	insightsWithoutModel: 12,
} as const;

const PIECE_SECONDS = 30;

export function transcriptionSeconds(heard: Heard, settings: Settings): number {
	if (heard.what === 'text') return SECONDS.readyTranscript;
	if (settings.aiTranscriptionSeconds > 0) return settings.aiTranscriptionSeconds;
	return Math.max(1, Math.ceil(heard.seconds / PIECE_SECONDS)) * SECONDS.transcription;
}
