import { extname } from 'node:path';

import type { AudioForm } from './form.mts';
import type { Recording } from './models/process.mts';
import { refused } from './refusals.mts';
import { listen } from './sound.mts';
import type { Settings } from '../settings.mts';

/** Judged by the name alone; whatever type the part claims is not looked at (08). */
const EXTENSIONS = ['.wav', '.mp3', '.flac', '.m4a', '.ogg', '.webm'];

const MEGABYTE = 1024 * 1024;
/** One byte more is too much (08). */
export const MOST_BYTES = 100 * MEGABYTE;
export const MOST_QUICK_BYTES = 50 * MEGABYTE;
/** Documented, and in no code: refused only where the published limits are on. */
const MOST_SECONDS = 3600;

/** Checks a file as the full calls do; `words` are those of the quick analysis, which differ. */
export function readRecording(
	form: AudioForm,
	language: string | null,
	settings: Settings,
	words: 'full' | 'quick' = 'full',
): Recording {
	checkFile(form, words);
	const heard = listen(form.content);
	if (settings.limits === 'published' && heard.seconds > MOST_SECONDS) {
		throw refused(400, 'Audio too long. Max: 60 minutes');
	}
	return {
		filename: form.filename,
		bytes: form.content.length,
		heard,
		language,
		wantsTranslation: form.translation,
		wantsInsights: form.insights,
	};
}

function checkFile({ filename, content }: AudioForm, words: 'full' | 'quick'): void {
	const extension = extname(filename).toLowerCase();
	const size = `${(content.length / MEGABYTE).toFixed(1)}MB`;
	if (words === 'quick') {
		if (!EXTENSIONS.includes(extension)) throw refused(400, `Unsupported format: ${extension}`);
		if (content.length > MOST_QUICK_BYTES) {
			throw refused(400, `File too large for quick analysis: ${size}. Max: 50MB`);
		}
		return;
	}
	if (!EXTENSIONS.includes(extension)) {
		const known = EXTENSIONS.map((each) => `'${each}'`).join(', ');
		throw refused(400, `Unsupported audio format: ${extension}. Supported: [${known}]`);
	}
	if (content.length > MOST_BYTES) throw refused(400, `File too large: ${size}. Max: 100.0MB`);
}
