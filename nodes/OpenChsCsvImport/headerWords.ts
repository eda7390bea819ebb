/**
 * What people call the columns of a case in their spreadsheets, in English, Swahili and French. Words
 * that could mean two fields are left out: a wrong guess is worse than a column that is named.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
	title: ['subject', 'case title', 'kichwa', 'kichwa cha habari', 'titre', 'objet', 'sujet'],
	description: [
		...['details', 'narrative', 'story', 'case description', 'case details', 'what happened'],
		...['maelezo', 'maelezo ya kesi', 'simulizi'],
		...['récit', 'détails', 'description du cas', 'exposé des faits'],
	],
	category: [
		...['case category', 'case type', 'type of case', 'issue'],
		...['kategoria', 'aina', 'aina ya kesi', 'aina ya tatizo'],
		...['catégorie', 'type de cas', 'motif', "motif de l'appel"],
	],
	subcategory: ['sub category', 'kategoria ndogo', 'aina ndogo', 'sous-catégorie'],
	priority: ['urgency', 'case priority', 'kipaumbele', 'priorité', 'urgence'],
	status: ['case status', 'hali ya kesi', 'statut', 'statut du cas', 'état du dossier'],
	reporter_name: [
		...['reporter', 'caller', 'caller name', 'name of caller', 'reported by', 'informant'],
		...['mpigaji', 'jina la mpigaji', 'mtoa taarifa', 'jina la mtoa taarifa'],
		...['appelant', "nom de l'appelant", 'déclarant', 'nom du déclarant', 'signalé par'],
	],
	reporter_phone: [
		...['phone', 'phone number', 'telephone', 'telephone number', 'mobile', 'mobile number', 'tel'],
		...['caller phone', 'contact number', 'simu', 'namba ya simu', 'nambari ya simu'],
		...['simu ya mpigaji', 'téléphone', 'tél', 'numéro de téléphone', 'portable'],
	],
	reporter_email: [
		...['email', 'e-mail', 'mail', 'email address', 'caller email', 'barua pepe'],
		...['courriel', 'adresse e-mail', 'adresse électronique'],
	],
	reporter_relationship: [
		...['relationship', 'relationship to child', 'relation to child', 'uhusiano'],
		...['uhusiano na mtoto', 'lien', "lien avec l'enfant", "relation avec l'enfant"],
	],
	reporter_age_group: [
		...['caller age group', 'age group of caller', 'kundi la umri la mpigaji'],
		"tranche d'âge de l'appelant",
	],
	reporter_sex: [
		...['caller sex', 'caller gender', 'reporter gender', 'jinsia ya mpigaji'],
		"sexe de l'appelant",
	],
	child_name: [
		...['child', 'name of child', "child's name", 'victim name', 'mtoto', 'jina la mtoto'],
		...['enfant', "nom de l'enfant", 'nom de la victime'],
	],
	child_age: [
		...['age', 'age of child', "child's age", 'umri', 'umri wa mtoto', 'âge', "âge de l'enfant"],
	],
	child_gender: [
		...['gender', 'sex', 'child sex', 'sex of child', "child's gender", 'jinsia'],
		...['jinsia ya mtoto', 'sexe', 'genre', "sexe de l'enfant"],
	],
	child_location: [
		...['location', 'place', 'district', 'village', 'child address', 'mahali', 'eneo', 'wilaya'],
		...['kijiji', 'makazi', 'lieu', 'localité', "adresse de l'enfant"],
	],
	plan: ['action plan', 'plan of action', 'mpango', 'mpango wa hatua', "plan d'action"],
	gbv_related: [
		...['gbv', 'gender-based violence', 'gender based violence', 'ukatili wa kijinsia'],
		...['vbg', 'violence basée sur le genre'],
	],
	channel: ['source', 'how received', 'njia ya mawasiliano', 'canal'],
	external_key: ['external ref', 'external reference', 'external id', 'référence externe'],
	case_number: [
		...['case no', 'case nr', 'case id', 'file number', 'namba ya kesi', 'nambari ya kesi'],
		...['numéro de dossier', 'numéro du cas', 'n° de dossier', 'n° dossier'],
	],
	created_at: [
		...['date', 'created', 'date created', 'date reported', 'report date', 'date of call'],
		...['tarehe', 'tarehe ya ripoti', 'date de création', "date de l'appel", 'date du signalement'],
	],
};

/** One form of a header: no accents, no letter case, single underscores for all else that is no letter or digit. */
export function foldHeader(header: string): string {
	return header
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '_')
		.replace(/^_|_$/g, '');
}

const BY_WORD: ReadonlyMap<string, string> = new Map(
	Object.entries(WORDS).flatMap(([field, words]) =>
		words.map((word): [string, string] => [foldHeader(word), field]),
	),
);

/** The field that a header most likely means; null when nobody can tell. */
export function suggestField(header: string): string | null {
	return BY_WORD.get(foldHeader(header)) ?? null;
}

/** For the test that no word means two fields, and for the page that lists them. */
export const HEADER_WORDS = WORDS;
