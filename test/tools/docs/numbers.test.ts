import { MARK_BYTES } from '../../../nodes/shared/changes/change';
import { PAGE_SIZE } from '../../../nodes/shared/helpline/published/pages';
import { DEFAULT_TIMEOUT_MS } from '../../../nodes/shared/transport/connection';
import { DEFAULT_RETRY } from '../../../nodes/shared/transport/retry';
import { AHEAD_MS, OLDEST_MS } from '../../../nodes/OpenChsWebhookTrigger/verify';
import { OpenChsTrigger } from '../../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import { OpenChsCsvImport } from '../../../nodes/OpenChsCsvImport/OpenChsCsvImport.node';
import { DEADLINE_MINUTES } from '../../../nodes/OpenChsAiTranscribe/settings';
import { isTold } from '../../../nodes/OpenChsTrigger/failures';
import { textOfPage } from '../../support/markdown.mts';

/** The default of an option of a node, as the editor shows it. */
function optionOf(node: OpenChsTrigger | OpenChsCsvImport, name: string) {
	const options = node.description.properties.find((property) => property.name === 'options');
	const found = options?.options?.find((option) => option.name === name);
	if (!found || !('default' in found)) throw new Error(`There is no option ${name}`);
	return found;
}

describe('the page of limits tells the numbers of the code', () => {
	const inFlight = optionOf(new OpenChsCsvImport(), 'inFlight');

	it.each([
		[`${DEFAULT_TIMEOUT_MS / 1000} seconds; a file is given sixty times as long`],
		[
			`${DEFAULT_RETRY.attempts} attempts, waits of ${DEFAULT_RETRY.firstWaitMs / 1000} and ${(2 * DEFAULT_RETRY.firstWaitMs) / 1000} seconds`,
		],
		[`${DEFAULT_RETRY.patienceMs / 60_000} minutes; a longer wait ends the item`],
		[
			`Changes in one check of the trigger | ${String(optionOf(new OpenChsTrigger(), 'mostChanges').default)} |`,
		],
		[`${String(inFlight.default)}, at most ${String(inFlight.typeOptions?.maxValue)}`],
		[`${DEADLINE_MINUTES} minutes; the task goes on afterwards`],
		[`A page of a list | ${PAGE_SIZE} with the published API`],
	])('%s', (words) => {
		expect(textOfPage('docs/limits.md')).toContain(words);
	});
});

describe('the pages of the trigger and of what is stored tell the numbers of the code', () => {
	it('which failures are told', () => {
		const told = Array.from({ length: 12 }, (_, index) => index + 1).filter(isTold);

		expect(told).toEqual([3, 6, 12]);
		expect(textOfPage('docs/trigger.md')).toContain(
			'the third is an error, then the 6th, the 12th',
		);
	});

	it('how large what it stores may be', () => {
		expect(MARK_BYTES).toBeLessThan(64 * 1024);
		expect(textOfPage('docs/trigger.md')).toContain('below 64 KB whatever the volume');
	});

	it('how long deliveries are remembered', () => {
		const minutes = (OLDEST_MS + AHEAD_MS) / 60_000;

		expect(textOfPage('docs/stored.md')).toContain(`deliveries of the last ${minutes} minutes`);
	});
});
