/** What an optional endpoint does when it is switched off: `false` means "no such path". */
export type Offered = boolean | 404 | 405 | 501;

export type ListOrder = 'newest' | 'oldest' | 'updated-newest' | 'updated-oldest' | 'random';

/**
 * Every choice that the documentation leaves to a server, or that installations answer differently.
 * The defaults are the strictest reading, so that a client which passes here asks for nothing extra.
 */
export interface Settings {
	limits: 'off' | 'published';
	/** How long an "hour" of the rate limits lasts; minutes shrink with it. */
	hourSeconds: number;
	/** Answers carry the payload alone, as the guide's samples read it. */
	bare: boolean;
	/** Some servers send lists without any `pagination`. */
	paginationSent: boolean;
	/** Body fields taken beyond the documented ones, e.g. `external_ref`. */
	acceptFields: string[];
	/** The most records in one list answer, whatever was asked. */
	pageCap: number;
	clockSkewSeconds: number;
	/** Whether a repeat with the same key header gets the first answer again. */
	idempotency: boolean;
	keyHeader: string;
	listOrder: ListOrder;
	/** Whether `updated_since` and `created_after` include the very moment they name. */
	sinceInclusive: boolean;
	/** MySQL's DATETIME keeps whole seconds, so two changes of one second look alike. */
	timePrecision: 'seconds' | 'milliseconds';
	/** Times without the `Z`, which still mean UTC. */
	timesWithoutZone: boolean;
	idsAsText: boolean;
	/** How a case names the person it is assigned to, besides `assigned_user_id`. */
	assigneeShown: 'both' | 'text' | 'object' | 'id';
	/** How `error.details` names a field: `{field: text}`, `{field, message, value}` or a list. */
	detailsShape: 'map' | 'field' | 'list';
	sessionSeconds: number;
	codeSeconds: number;
	apiKey: string;
	/** Whose account the API key stands for; only administrators may delete. */
	apiKeyUser: string;
	/** Where `download_url` points: a path, this server's address, another origin, or nowhere. */
	downloadAddress: string;
	/** When set, the AI service wants this value in `X-API-Key`. */
	aiKey: string;
	/** Which of the three documented kinds of AI service answers; `reference-tasks` is the page with tickets. */
	aiShape: 'service' | 'guide' | 'reference' | 'reference-tasks';
	/** How many times faster than the real AI service; 1 is its own pace. */
	aiSpeed: number;
	/** How long a finished task is known, in real seconds. */
	aiResultSeconds: number;
	/** Seconds of the real service for each transcription; 0 goes by the length of the audio. */
	aiTranscriptionSeconds: number;
	/** Without a worker everything is accepted and waits. */
	aiWorkerRunning: boolean;
	/** Without a broker nothing is accepted and no task can be read. */
	aiBrokerRunning: boolean;
	/** A queued task that was cancelled is dropped when its turn comes; a running one never stops. */
	aiCancelHonoured: boolean;
	/** By the language model, or by rules when that is not reached. */
	aiInsights: 'rich' | 'basic';
	/** Steps that fail inside tasks which complete all the same. */
	aiFailedSteps: string[];
	/** Of the changes that other people make (admin: `burst`), this share is visible late: 0 to 1. */
	lateShare: number;
	/** By how much at most; as behind a transaction that is slow to end. */
	lateMs: number;
	/** Added before each answer; benches and races need a server that takes its time. */
	latencyMs: number;
	/** Deployed server: whether columns stand elsewhere at each start, or as they were recorded. */
	columnOrder: 'shuffled' | 'recorded';
	/** Which shuffle; 0 takes another one at each start. */
	columnSeed: number;
	/** Columns of other versions of the code, which are empty here. */
	addedColumns: string[];
	/** Deployed server: the most rows in one list answer, whatever was asked; 0 for no such limit. */
	listCap: number;
	/** Past the end of a list its last page comes again. */
	lastPageRepeats: boolean;
	/** Filters with unknown names are dropped without a word. */
	unknownFiltersIgnored: boolean;
	/** PUT, PATCH and DELETE answer an empty 200 and do nothing; otherwise 405. */
	otherMethodsEmpty: boolean;
	/** An update of a case that does not exist looks like a success; otherwise 404. */
	phantomUpdates: boolean;
	/** 401 for a wrong password and 403 for a missing right, which both are 412 there. */
	plainRefusals: boolean;
	/** Rows in a list beside a single record; 0 for all. */
	relatedCap: number;
	/** PHP as in the project's container: writes of cases are saved and end in an HTML page with 200. */
	containerProfile: boolean;
	/** A warning of PHP stands before the JSON of each good answer. */
	warningBeforeJson: boolean;
	/** Where a short text is cut, counted in its escaped form; 0 for never. */
	shortTextBytes: number;
	/** Put before phone numbers of nine digits. */
	countryCode: string;
	/** The password of every account. */
	loginPassword: string;
	/** What the waits of 60, 120 and 240 seconds before a webhook's repeats are multiplied by. */
	webhookRetryScale: number;
	/** How many of a hundred webhook deliveries are sent two times at once. */
	webhookTwicePercent: number;
	healthOffered: Offered;
	searchOffered: Offered;
	activitiesOffered: Offered;
	communicationsOffered: Offered;
	attachmentsOffered: Offered;
	downloadOffered: Offered;
	deleteOffered: Offered;
	postUpdateOffered: Offered;
	meOffered: Offered;
	usersOffered: Offered;
	dispositionsOffered: Offered;
	categoriesOffered: Offered;
	statisticsOffered: Offered;
	otpOffered: Offered;
	logoutOffered: Offered;
	webhooksOffered: Offered;
}

export type OfferedName = Extract<keyof Settings, `${string}Offered`>;

export const DEFAULT_SETTINGS: Readonly<Settings> = {
	limits: 'off',
	hourSeconds: 3600,
	bare: false,
	paginationSent: true,
	acceptFields: [],
	pageCap: 100,
	clockSkewSeconds: 0,
	idempotency: false,
	keyHeader: 'Idempotency-Key',
	listOrder: 'newest',
	sinceInclusive: true,
	timePrecision: 'seconds',
	timesWithoutZone: false,
	idsAsText: false,
	assigneeShown: 'both',
	detailsShape: 'map',
	sessionSeconds: 8 * 3600,
	codeSeconds: 600,
	apiKey: 'sandbox-api-key',
	apiKeyUser: 'integration',
	downloadAddress: 'relative',
	aiKey: '',
	aiShape: 'service',
	aiSpeed: 1,
	aiResultSeconds: 7200,
	aiTranscriptionSeconds: 0,
	aiWorkerRunning: true,
	aiBrokerRunning: true,
	aiCancelHonoured: false,
	aiInsights: 'rich',
	aiFailedSteps: [],
	lateShare: 0,
	lateMs: 0,
	latencyMs: 0,
	columnOrder: 'shuffled',
	columnSeed: 0,
	addedColumns: [],
	listCap: 0,
	lastPageRepeats: true,
	unknownFiltersIgnored: true,
	otherMethodsEmpty: true,
	phantomUpdates: true,
	plainRefusals: false,
	relatedCap: 10,
	containerProfile: false,
	warningBeforeJson: false,
	shortTextBytes: 255,
	countryCode: '254',
	loginPassword: 'sandbox-password',
	webhookRetryScale: 1,
	webhookTwicePercent: 0,
	healthOffered: true,
	searchOffered: true,
	activitiesOffered: true,
	communicationsOffered: true,
	attachmentsOffered: true,
	downloadOffered: true,
	deleteOffered: true,
	postUpdateOffered: true,
	meOffered: true,
	usersOffered: true,
	dispositionsOffered: true,
	categoriesOffered: true,
	statisticsOffered: true,
	otpOffered: true,
	logoutOffered: true,
	webhooksOffered: true,
};

const WORDS: Partial<Record<keyof Settings, readonly string[]>> = {
	limits: ['off', 'published'],
	listOrder: ['newest', 'oldest', 'updated-newest', 'updated-oldest', 'random'],
	timePrecision: ['seconds', 'milliseconds'],
	aiShape: ['service', 'guide', 'reference', 'reference-tasks'],
	aiInsights: ['rich', 'basic'],
	columnOrder: ['shuffled', 'recorded'],
	assigneeShown: ['both', 'text', 'object', 'id'],
	detailsShape: ['map', 'field', 'list'],
};

const OFFERED: readonly unknown[] = [true, false, 404, 405, 501];

/** Changes one setting, or says in a sentence why the value does not fit. */
export function changeSetting(settings: Settings, name: string, value: unknown): void {
	if (!Object.hasOwn(DEFAULT_SETTINGS, name)) {
		throw new Error(
			`There is no option '${name}'. Known: ${Object.keys(DEFAULT_SETTINGS).join(', ')}`,
		);
	}
	const key = name as keyof Settings;
	const problem = whatIsWrong(key, value);
	if (problem) throw new Error(`Option '${name}' ${problem}`);
	Object.assign(settings, { [key]: value });
}

function whatIsWrong(key: keyof Settings, value: unknown): string | undefined {
	const usual = DEFAULT_SETTINGS[key];
	if (key.endsWith('Offered')) {
		return OFFERED.includes(value) ? undefined : 'takes true, false, 404, 405 or 501';
	}
	if (Array.isArray(usual)) {
		const isTextList = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
		return isTextList ? undefined : 'takes a list of names';
	}
	if (typeof value !== typeof usual) return `takes a ${typeof usual}`;
	const words = WORDS[key];
	if (words && !words.includes(String(value))) return `takes one of ${words.join(', ')}`;
	if (typeof value === 'number' && !Number.isFinite(value)) return 'takes a finite number';
	if (key === 'aiSpeed' && Number(value) <= 0) return 'takes a number above 0';
	return undefined;
}
