import type { Heard } from '../sound.mts';
import { WorkFailed } from '../tasks.mts';
import { transcribe } from './texts.mts';

/** Bad audio is the only thing that fails a whole task; the words are the decoder's (10). */
export function transcriptOf(heard: Heard, language: string | null, breaksWorker = false): string {
	switch (heard.what) {
		case 'nothing readable':
			throw new WorkFailed(
				'Transcription failed: Error opening audio: Format not recognised.',
				breaksWorker,
			);
		case 'text':
			return heard.transcript;
		case 'silence':
			return '';
		case 'speech':
			return transcribe(language ?? '');
	}
}
