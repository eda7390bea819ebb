/** The pure modules whose tests must bite, each with the tests that are asked. */
export interface MutatedModule {
	readonly source: string;
	readonly tests: readonly string[];
}

/** The score below which a module's tests do not bite enough. */
export const GOAL_PERCENT = 90;

export const MODULES: Readonly<Record<string, MutatedModule>> = {
	retry: {
		source: 'nodes/shared/transport/retry.ts',
		tests: ['test/nodes/shared/transport/retry.test.ts'],
	},
	cursor: {
		source: 'nodes/shared/changes/cursor.ts',
		tests: ['test/nodes/shared/changes/cursor.test.ts'],
	},
	feedCursor: {
		source: 'nodes/shared/changes/feedCursor.ts',
		tests: ['test/nodes/shared/changes/feedCursor.test.ts'],
	},
	windowCursor: {
		source: 'nodes/shared/changes/windowCursor.ts',
		tests: ['test/nodes/shared/changes/windowCursor.test.ts'],
	},
	windowAnchors: {
		source: 'nodes/shared/changes/windowAnchors.ts',
		tests: ['test/nodes/shared/changes/windowCursor.test.ts'],
	},
	windowMark: {
		source: 'nodes/shared/changes/windowMark.ts',
		tests: ['test/nodes/shared/changes/windowMark.test.ts'],
	},
	feedSearch: {
		source: 'nodes/shared/changes/feedSearch.ts',
		tests: ['test/nodes/shared/changes/feedSearch.test.ts'],
	},
	callWindow: {
		source: 'nodes/shared/changes/callWindow.ts',
		tests: ['test/nodes/shared/changes/callWindow.test.ts'],
	},
	delivered: {
		source: 'nodes/shared/changes/delivered.ts',
		tests: ['test/nodes/shared/changes/delivered.test.ts'],
	},
	stream: {
		source: 'nodes/OpenChsAiTranscribe/stream.ts',
		tests: ['test/nodes/OpenChsAiTranscribe/stream.test.ts'],
	},
	waiting: {
		source: 'nodes/OpenChsAiTranscribe/waiting.ts',
		tests: ['test/nodes/OpenChsAiTranscribe/waiting.test.ts'],
	},
};
