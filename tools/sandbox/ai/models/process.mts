import type { Settings } from '../../settings.mts';
import type { Heard } from '../sound.mts';
import type { Bench, Published, Work } from '../tasks.mts';
import { naiveTime, rounded, zonedTime } from '../times.mts';
import { classify, type Classification } from './classes.mts';
import { transcriptOf } from './hear.mts';
import { basicInsights, richInsights } from './insights.mts';
import { scoreQuality } from './quality.mts';
import { fails, type Step } from './stepNames.mts';
import { byLabel, findEntities, summarize, translate } from './texts.mts';
import { SECONDS, transcriptionSeconds } from './times.mts';

export interface Recording {
	filename: string;
	bytes: number;
	heard: Heard;
	/** Null where a stream was given none. */
	language: string | null;
	wantsTranslation: boolean;
	wantsInsights: boolean;
}

export const megabytes = (bytes: number): number => rounded(bytes / 1024 / 1024, 2);

type StepLine = Record<string, unknown> & { status: string };

/** The whole pipeline of `/audio/process`, in the order and with the percentages of the recordings. */
export function processWork(recording: Recording, settings: Settings): Work {
	return async (bench) => await new Pipeline(recording, settings, bench).run();
}

class Pipeline {
	private readonly recording: Recording;
	private readonly settings: Settings;
	private readonly bench: Bench;
	private readonly steps: Record<string, StepLine> = {};
	private readonly models: string[] = ['whisper'];
	private transcript = '';
	private seconds = 0;

	constructor(recording: Recording, settings: Settings, bench: Bench) {
		this.recording = recording;
		this.settings = settings;
		this.bench = bench;
	}

	async run() {
		this.bench.step('starting', 10);
		this.tell('started', 5, 'Starting audio processing...');
		await this.bench.take(SECONDS.start);
		await this.hear();
		const translation = await this.translated();
		const isTranslation = Boolean(translation);
		const text = isTranslation ? String(translation) : this.transcript;
		this.start('nlp_analysis', 55, 'Starting NLP analysis...');
		const entities = await this.entities(text);
		const classification = await this.classification(text);
		const summary = await this.summary(text);
		const quality = await this.quality();
		const insights = await this.insights({
			entities,
			classification,
			summary,
			quality,
			text,
			isTranslation,
		});
		const used = isTranslation ? 'translated_text' : 'original_transcript';
		const total = rounded(this.seconds, 6);
		const result = {
			audio_info: {
				filename: this.recording.filename,
				file_size_mb: megabytes(this.recording.bytes),
				language_specified: this.recording.language,
				processing_time: total,
			},
			transcript: this.transcript,
			translation,
			nlp_processing_info: { text_used_for_nlp: used, nlp_text_length: text.length },
			entities: byLabel(entities),
			classification,
			qa_scores: quality,
			summary,
			insights,
			processing_steps: this.steps,
			pipeline_info: {
				total_time: total,
				models_used: this.models,
				text_flow: `transcript → ${used} → nlp_models`,
				timestamp: naiveTime(new Date()),
				processed_by: 'celery_worker',
			},
		};
		this.publish({
			step: 'completed',
			progress: 100,
			message: `Audio processing completed in ${total.toFixed(2)}s`,
			partial_result: result,
			metadata: { total_duration: total },
		});
		return { status: 'completed', filename: this.recording.filename, result };
	}

	private async hear(): Promise<void> {
		const { heard, language } = this.recording;
		this.start('transcription', 10, 'Starting audio transcription...');
		const duration = await this.take(transcriptionSeconds(heard, this.settings));
		this.transcript = transcriptOf(heard, language);
		const output_length = this.transcript.length;
		this.steps.transcription = { duration, status: 'completed', output_length };
		this.done('transcription_complete', 30, 'Transcription completed', duration, {
			transcript: this.transcript,
			is_final: true,
		});
	}

	private async translated(): Promise<string | null> {
		if (!this.recording.wantsTranslation) {
			this.steps.translation = { status: 'skipped' };
			return null;
		}
		this.start('translation', 35, 'Starting translation...');
		this.models.push('translator');
		const duration = await this.take(this.unlessSilent(SECONDS.translation));
		const line = { duration, method: 'custom_model' };
		if (this.fails('translation')) {
			const error = 'Translation failed: made-up fault';
			this.steps.translation = { ...line, status: 'failed', error };
			this.tell('translation_error', 35, error);
			return null;
		}
		const translation = translate(this.transcript);
		this.steps.translation = { ...line, status: 'completed', output_length: translation.length };
		this.done('translation_complete', 50, 'Translation completed', duration, {
			translation,
			is_final: true,
		});
		return translation;
	}

	private async entities(text: string) {
		this.tell('ner', 60, 'Extracting named entities...');
		this.models.push('ner');
		const duration = await this.take(this.unlessSilent(SECONDS.ner));
		const hasFailed = this.fails('ner');
		const entities = hasFailed ? [] : findEntities(text);
		const entities_found = Object.keys(byLabel(entities)).length;
		this.steps.ner = { duration, status: hasFailed ? 'failed' : 'completed', entities_found };
		if (hasFailed) this.tell('ner_error', 60, 'Named entity extraction failed');
		else {
			const message = `Named entity extraction completed - found ${entities_found} entity types`;
			this.done('ner_complete', 65, message, duration, { entities: byLabel(entities) });
		}
		return entities;
	}

	private async classification(text: string): Promise<Partial<Classification>> {
		this.start('classification', 70, 'Classifying content...');
		this.models.push('classifier');
		const duration = await this.take(this.unlessSilent(SECONDS.classification));
		if (this.fails('classification')) {
			this.steps.classification = { duration, status: 'failed', confidence: 0 };
			this.tell('classification_error', 70, 'Classification failed');
			return {};
		}
		const classification = classify(text);
		const { confidence, main_category } = classification;
		this.steps.classification = { duration, status: 'completed', confidence };
		const message = `Classification completed - category: ${main_category}`;
		this.done('classification_complete', 75, message, duration, { classification });
		return classification;
	}

	private async summary(text: string): Promise<string> {
		this.start('summarization', 80, 'Generating summary...');
		this.models.push('summarizer');
		const duration = await this.take(this.unlessSilent(SECONDS.summarization));
		const hasFailed = this.fails('summarization');
		const summary = hasFailed ? '' : summarize(text);
		const status = hasFailed ? 'failed' : 'completed';
		this.steps.summarization = { duration, status, summary_length: summary.length };
		if (hasFailed) this.tell('summarization_error', 80, 'Summarization failed');
		else {
			const message = `Summary generated (${summary.length} characters)`;
			this.done('summarization_complete', 85, message, duration, { summary });
		}
		return summary;
	}

	/** The wish for insights lands in the threshold: nothing passes with it, everything without (05). */
	private async quality() {
		this.start('qa_scoring', 90, 'Running quality assurance evaluation...');
		this.models.push('all_qa_distilbert_v1');
		const duration = await this.take(SECONDS.qa_scoring);
		const hasFailed = this.fails('qa_scoring');
		const quality = hasFailed ? {} : scoreQuality(this.recording.wantsInsights ? 1 : 0);
		const evaluations_count = Object.keys(quality).length;
		this.steps.qa_scoring = {
			duration,
			status: hasFailed ? 'failed' : 'completed',
			evaluations_count,
		};
		if (hasFailed) this.tell('qa_scoring_error', 90, 'Quality assurance evaluation failed');
		else {
			const message = 'Quality assurance evaluation completed';
			this.done('qa_scoring_complete', 92, message, duration, { qa_scores: quality });
		}
		return quality;
	}

	private async insights(found: Omit<Parameters<typeof richInsights>[0], 'seconds' | 'at'>) {
		const isRich = this.settings.aiInsights === 'rich';
		this.start('insights', 90, 'Generating insights...');
		this.models.push('ai-service');
		const duration = await this.take(isRich ? SECONDS.insights : SECONDS.insightsWithoutModel);
		if (this.fails('insights_generation')) {
			this.steps.insights_generation = { duration, status: 'failed' };
			this.tell('insights_error', 90, 'Insights generation failed');
			return {};
		}
		const basis = { ...found, seconds: duration, at: zonedTime(new Date()) };
		const insights = isRich ? richInsights(basis) : basicInsights(basis);
		const source = isRich ? 'ai_service' : 'basic';
		const risk_level = isRich ? 'High' : 'unknown';
		this.steps.insights_generation = { duration, status: 'completed', source, risk_level };
		this.publish({
			step: 'insights_complete',
			progress: 95,
			message: `Insights generated successfully (source: ${source})`,
			partial_result: { insights },
		});
		return insights;
	}

	private fails(step: Step): boolean {
		return fails(step, this.transcript, this.settings);
	}

	/** Of silence most steps make short work (35). */
	private unlessSilent(seconds: number): number {
		return this.transcript.trim() === '' ? 0 : seconds;
	}

	private async take(seconds: number): Promise<number> {
		await this.bench.take(seconds);
		this.seconds += seconds;
		return seconds;
	}

	private start(step: string, progress: number, message: string): void {
		this.bench.step(step, progress);
		this.tell(step, progress, message);
	}

	private tell(step: string, progress: number, message: string): void {
		this.publish({ step, progress, message });
	}

	private done(
		step: string,
		progress: number,
		message: string,
		duration: number,
		partial: unknown,
	) {
		this.publish({ step, progress, message, partial_result: partial, metadata: { duration } });
	}

	private publish(event: Published): void {
		this.bench.publish(event);
	}
}
