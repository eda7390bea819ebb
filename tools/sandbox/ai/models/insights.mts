import type { Classification } from './classes.mts';
import type { Score } from './quality.mts';
import type { Entity } from './texts.mts';

export interface Basis {
	classification: Partial<Classification>;
	entities: readonly Entity[];
	quality: Record<string, Score[]>;
	summary: string;
	text: string;
	isTranslation: boolean;
	seconds: number;
	at: string;
}

const RATIONALE = 'Caller describes repeated physical harm by a household member.';
const KEYWORDS = ['stepfather', 'beaten'];

/** As the language model is told to write it (02). */
export function richInsights({ classification: c, text, isTranslation, seconds, at }: Basis) {
	const suggested = {
		primary_category: c.main_category ?? 'Unknown',
		sub_category: c.sub_category ?? 'Unknown',
		intervention: c.intervention ?? 'Unknown',
		priority: c.priority ?? 'Unknown',
	};
	return {
		reporting_metadata: {
			schema_version: '4.0',
			generated_by_model: 'ai-service',
			pipeline_stage: 'vac_case_intelligence',
			reporting_compatibility: ['CHI', 'UNICEF_VAC', 'CPIMS', 'GOV_STATUTORY', 'DONOR_NGO'],
		},
		ai_decision_panel: {
			case_headline: 'Child reported to be harmed at home',
			immediate_safety_alert: true,
			safety_alert_reason: 'Harm described as ongoing',
			recommended_next_step: 'Refer to local child protection office',
			recommended_timeframe: '<24h',
			survivor_centred_guidance: ['Use supportive, non-blaming language'],
		},
		case_overview: {
			risk_level: 'High',
			risk_score: 0.82,
			urgency_window_hours: 24,
			suggested_disposition: 'Referral',
			rationale_summary: RATIONALE,
		},
		classification: { ...suggested, classifier_confidence: c.confidence ?? 0 },
		vac_incident_profile: {
			violence_type: 'physical',
			incident_setting: 'home',
			perpetrator_relationship: 'stepfather',
			incident_reported_as_ongoing: true,
			child_in_immediate_danger: false,
		},
		safeguarding_flags: {
			physical_violence_flag: true,
			sexual_violence_flag: false,
			emotional_psychological_flag: false,
			neglect_flag: false,
			exploitation_flag: false,
			trafficking_flag: false,
			harmful_practice_flag: false,
			self_harm_suicide_flag: false,
		},
		persons_involved: {
			survivors: ['child, 10'],
			alleged_perpetrators: ['stepfather'],
			callers: ['mother'],
			other_named_persons: [],
		},
		location_and_context: {
			locations_mentioned: ['Alfa Village'],
			setting_type: 'home',
			school_related: false,
			household_related: true,
			community_related: false,
		},
		service_and_referral_plan: {
			immediate_referral_needed: true,
			mandatory_reporting_required: true,
			recommended_referrals: ['child protection office'],
			recommended_services: ['medical check'],
			follow_up_required: true,
			follow_up_timeframe_hours: 24,
		},
		chi_unicef_reporting_indicators: {
			referral_made_or_needed: true,
			service_provided: null,
			case_priority_level: suggested.priority,
			vac_category_alignment: suggested.sub_category,
		},
		extracted_entities: {
			names: [],
			locations: ['Alfa Village'],
			organizations: [],
			dates: [],
		},
		case_tags_and_keywords: {
			context_tags: ['household'],
			vulnerability_tags: [],
			service_tags: ['referral'],
			keywords: KEYWORDS,
		},
		data_quality: {
			insight_confidence_score: 0.78,
			information_completeness: 'Partial',
			missing_information: ['exact location'],
			contradictions_detected: false,
		},
		risk_level: 'High',
		suggested_disposition: 'Referral',
		rationale_summary: RATIONALE,
		confidence_score: 0.78,
		category_suggestions: { ...suggested, tags: KEYWORDS },
		processing_metadata: {
			processing_time_ms: Math.round(seconds * 1000),
			timestamp: at,
			text_analyzed: isTranslation ? 'translation' : 'transcript',
			text_length: text.length,
		},
	};
}

/** Words at which the rules raise the risk. */
const RISKY = ['abuse', 'beaten', 'danger'];

/** By rules, when the language model does not answer (33). */
export function basicInsights({ classification: c, entities, quality, summary, text }: Basis) {
	const found = RISKY.filter((word) => text.toLowerCase().includes(word)).length;
	const ofLabel = (...labels: string[]) =>
		entities.filter(({ label }) => labels.includes(label)).map((entity) => entity.text);
	const scores = Object.values(quality).flat();
	const passed = scores.filter(({ prediction }) => prediction).length;
	const rate = scores.length === 0 ? 0 : Math.round((passed / scores.length) * 10_000) / 100;
	return {
		case_overview: {
			primary_language: 'multilingual',
			key_entities: {
				people_mentioned: ofLabel('PERSON').length,
				locations_mentioned: ofLabel('GPE', 'LOC').length,
				organizations_mentioned: ofLabel('ORG').length,
				dates_mentioned: ofLabel('DATE').length,
			},
			case_complexity: 'low',
		},
		risk_assessment: {
			risk_indicators_found: found,
			risk_level: found >= 2 ? 'high' : found === 1 ? 'medium' : 'low',
			priority: c.priority ?? 'medium',
			confidence: c.confidence ?? 0,
		},
		key_information: {
			main_category: c.main_category ?? 'unknown',
			sub_category: c.sub_category ?? 'unknown',
			intervention_needed: c.intervention ?? 'unknown',
			summary,
		},
		entities_detail: {
			persons: ofLabel('PERSON'),
			locations: ofLabel('GPE', 'LOC'),
			organizations: ofLabel('ORG'),
			key_dates: ofLabel('DATE'),
		},
		quality_assurance: {
			total_metrics_evaluated: scores.length,
			metrics_passed: passed,
			metrics_failed: scores.length - passed,
			pass_rate_percentage: rate,
			overall_quality: rate >= 70 ? 'good' : 'needs_improvement',
		},
	};
}
