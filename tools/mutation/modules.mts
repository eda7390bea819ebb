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
	webhookChange: {
		source: 'nodes/shared/changes/webhookChange.ts',
		tests: ['test/nodes/shared/changes/webhookChange.test.ts'],
	},
	csvReader: {
		source: 'nodes/OpenChsCsvImport/csv.ts',
		tests: ['test/nodes/OpenChsCsvImport/csv.test.ts'],
	},
	csvEncoding: {
		source: 'nodes/OpenChsCsvImport/decode.ts',
		tests: ['test/nodes/OpenChsCsvImport/decode.test.ts'],
	},
	csvTable: {
		source: 'nodes/OpenChsCsvImport/table.ts',
		tests: ['test/nodes/OpenChsCsvImport/table.test.ts'],
	},
	csvMapping: {
		source: 'nodes/OpenChsCsvImport/mapping.ts',
		tests: ['test/nodes/OpenChsCsvImport/mapping.test.ts'],
	},
	csvRow: {
		source: 'nodes/OpenChsCsvImport/rowCase.ts',
		tests: ['test/nodes/OpenChsCsvImport/rowCase.test.ts'],
	},
	csvRowKey: {
		source: 'nodes/OpenChsCsvImport/rowKey.ts',
		tests: ['test/nodes/OpenChsCsvImport/rowCase.test.ts'],
	},
	csvDates: {
		source: 'nodes/OpenChsCsvImport/dates.ts',
		tests: ['test/nodes/OpenChsCsvImport/rowCase.test.ts'],
	},
	stream: {
		source: 'nodes/OpenChsAiTranscribe/stream.ts',
		tests: ['test/nodes/OpenChsAiTranscribe/stream.test.ts'],
	},
	waiting: {
		source: 'nodes/OpenChsAiTranscribe/waiting.ts',
		tests: ['test/nodes/OpenChsAiTranscribe/waiting.test.ts'],
	},
	deidentified: {
		source: 'nodes/shared/privacy/deidentified.ts',
		tests: ['test/nodes/shared/privacy/deidentified.test.ts'],
	},
	ageBand: {
		source: 'nodes/shared/privacy/ageBand.ts',
		tests: ['test/nodes/shared/privacy/ageBand.test.ts'],
	},
	place: {
		source: 'nodes/shared/privacy/place.ts',
		tests: ['test/nodes/shared/privacy/place.test.ts'],
	},
	csvCell: {
		source: 'nodes/shared/privacy/csvCell.ts',
		tests: ['test/nodes/shared/privacy/csvCell.test.ts'],
	},
	smallNumbers: {
		source: 'nodes/shared/privacy/smallNumbers.ts',
		tests: ['test/nodes/shared/privacy/smallNumbers.test.ts'],
	},
	hideMore: {
		source: 'nodes/shared/privacy/hideMore.ts',
		tests: [
			'test/nodes/shared/privacy/hideMore.test.ts',
			'test/nodes/shared/privacy/smallNumbers.test.ts',
		],
	},
	comingBack: {
		source: 'nodes/shared/privacy/comingBack.ts',
		tests: ['test/nodes/shared/privacy/comingBack.test.ts'],
	},
	pinnedDown: {
		source: 'nodes/shared/privacy/pinnedDown.ts',
		tests: ['test/nodes/shared/privacy/pinnedDown.test.ts'],
	},
};
