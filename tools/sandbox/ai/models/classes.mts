const SURE = {
	main_category: 0.931,
	sub_category: 0.774,
	sub_category_2: 0.101,
	intervention: 0.702,
	priority: 0.961,
};
const UNSURE = {
	main_category: 0,
	sub_category: 0,
	sub_category_2: 0,
	intervention: 0,
	priority: 0,
};

export interface Classes {
	main_category: string;
	sub_category: string;
	sub_category_2: string | null;
	intervention: string;
	/** Text, and `1` is the most urgent. */
	priority: string;
}

const ABUSE: Classes = {
	main_category: 'Abuse',
	sub_category: 'Physical Abuse',
	sub_category_2: 'Emotional/Psychological Abuse',
	intervention: 'Referral',
	priority: '1',
};

/** What comes of an empty text (35). */
const NOTHING_SAID: Classes = {
	main_category: 'general_inquiry',
	sub_category: 'assessment_needed',
	sub_category_2: null,
	intervention: 'initial_assessment',
	priority: 'medium',
};

export interface Classification extends Classes {
	confidence: number;
	confidence_breakdown: Record<keyof Classes, number>;
}

export function classify(text: string): Classification {
	return text.trim() === ''
		? { ...NOTHING_SAID, confidence: 0, confidence_breakdown: UNSURE }
		: { ...ABUSE, confidence: 0.842, confidence_breakdown: SURE };
}

/** The call that only classifies has another word for the confidences (27). */
export function classifyAlone(text: string) {
	const { confidence: _confidence, confidence_breakdown, ...classes } = classify(text);
	return {
		...classes,
		confidence_scores: confidence_breakdown,
		chunks_processed: 1,
		chunk_predictions: null,
	};
}
