import { headLabels } from './quality.mts';

const DETAILS = {
	whisper: {
		model_name: 'whisper',
		model_version: 'whisper-asr',
		current_model_id: 'stub/whisper',
		framework: 'transformers',
		torch_dtype: 'torch.float32',
		supported_formats: ['wav', 'mp3', 'flac', 'm4a', 'ogg'],
		max_audio_length: 'unlimited (chunked processing)',
		sample_rate: '16kHz',
		tasks_supported: ['transcribe'],
		languages: 'multilingual (99+ languages)',
		long_form_support: true,
		local_model_available: false,
		supported_language_codes:
			'auto en es fr de it pt ru ja ko zh ar hi sw am lg rw so yo ig ha zu xh af ny'.split(' '),
	},
	translator: {
		model_class: 'object',
		tokenizer_class: 'object',
		max_length: 512,
		target_language: 'en',
		target_token_override: null,
		chunking: {
			supported: true,
			fallback_strategies: ['chunked_translation', 'memory_cleanup', 'retry_logic'],
		},
	},
	ner: {
		fallback_model_name: 'en_core_web_lg',
		hf_model_name: 'spacy/en_core_web_lg',
		transformers_available: true,
		use_hf_pipeline: false,
		model_backend: 'spacy_fallback',
		spacy_version: '0.0-stub',
		model_version: '3.8.0',
		language: 'en',
		pipeline_components: ['ner'],
		entity_labels: ['DATE', 'GPE', 'LOC', 'ORG', 'PERSON'],
	},
	classifier: {
		model_class: 'object',
		tokenizer_class: 'object',
		max_length: 512,
		top_k_subcategories: true,
		chunking: { supported: true, strategy: 'weighted_voting_top_k', priority_escalation: true },
		categories: { main: 0, sub: 0, intervention: 0, priority: 0 },
	},
	summarizer: {
		model_class: 'object',
		tokenizer_class: 'object',
		max_length: 512,
		task: 'text-summarization',
		framework: 'transformers',
		chunking: { supported: true, strategies: ['single_pass', 'hierarchical'] },
		fallback_strategy: 'extractive_summary',
	},
	qa: {
		model_class: 'object',
		tokenizer_class: 'object',
		max_length: 512,
		qa_heads_config: Object.fromEntries(
			Object.entries(headLabels()).map(([head, labels]) => [head, labels.length]),
		),
		head_submetric_labels: headLabels(),
	},
} as const;

const FOLDERS: Partial<Record<ModelName, string>> = {
	translator: 'translation',
	summarizer: 'summarization',
	qa: 'all_qa_distilbert_v1',
};

export type ModelName = keyof typeof DETAILS;

/** What each single model tells about itself with every result; versions are in here. */
export function modelInfo(name: ModelName, loadedAt: string) {
	return {
		model_type: name,
		model_path: `/app/models/${FOLDERS[name] ?? name}`,
		hf_repo_id: `stub/${name}`,
		loaded: true,
		load_time: name === 'whisper' ? null : loadedAt,
		device: 'cpu',
		error: null,
		details: DETAILS[name],
	};
}
