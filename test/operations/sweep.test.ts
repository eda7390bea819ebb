import { FIELDS, fileItem, keyCredential, prepare, runOpenChs } from '../support/helpline';
import { findMarker, MARKER, MARKER_DIGITS, plantCase } from '../support/markers';
import type { OperationUse } from '../support/operations';
import { sentWithKey } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

/** Everything that the sandbox can do wrong, for every call of an operation. */
const FAULTS = [
	'cut-before',
	'cut-after',
	'cut-middle',
	'hang-before',
	'hang-after',
	'html-before',
	'html-after',
	'empty-before',
	'empty-after',
	'half-json',
	'wrong-shape=text',
	'wrong-shape=swap',
	'wrong-shape=null',
	'wrong-shape=number',
	'proxy-page',
	'rate-limit=3600',
	'rate-limit=date',
	'rate-limit=none',
	'status=400',
	'status=401',
	'status=403',
	'status=404',
	'status=409',
	'status=413',
	'status=422',
	'status=500',
	'status=503',
	'status-after=500',
	'redirect=http%3A%2F%2F127.0.0.2%3A9',
] as const;

/** Faults that take no answer away: the operation may go through. */
const PASSES: Record<string, RegExp> = {
	// The look-up after half an answer finds status 404, so the case is really gone.
	'half-json': /^case delete/,
};

/** Personal fields planted with the marker, as far as the published API takes them. */
function plantedFields() {
	const {
		title,
		description,
		reporter_name,
		reporter_phone,
		reporter_email,
		child_name,
		child_location,
	} = plantCase(1);
	return {
		...FIELDS,
		title,
		description,
		reporter_name,
		reporter_phone,
		reporter_email,
		child_name,
		child_location,
	};
}

function planted(use: OperationUse): OperationUse {
	const texts: Record<string, string> = {
		description: `Note ${MARKER}`,
		message: `Message ${MARKER}`,
		contactAddress: `+999${MARKER_DIGITS}`,
	};
	const parameters = { ...use.parameters };
	for (const [name, text] of Object.entries(texts)) if (name in parameters) parameters[name] = text;
	return { ...use, parameters };
}

/** A hanging server is given up soon; files are given sixty times as long. */
function timeoutSeconds(fault: string, use: OperationUse): number {
	if (!fault.startsWith('hang')) return 2;
	const isFile = use.operation === 'upload' || use.operation.startsWith('download');
	return isFile ? 0.02 : 0.2;
}

/** The credential's own look at the server is left alone, where it is not the operation itself. */
function faultyPath({ resource }: OperationUse): string {
	return resource === 'server' ? '.*' : '(?!/health).*';
}

describe('planted markers, over the product of operations and faults', () => {
	let sandbox: SandboxProcess;
	let swept = 0;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it('catches a leak that is planted on purpose', () => {
		const error = new Error('OpenCHS did not accept this');
		error.cause = { config: { data: JSON.stringify({ child_name: `Child ${MARKER}` }) } };

		expect(findMarker(error)).not.toEqual([]);
	});

	it.each(FAULTS)(
		'%s leaks nothing and is never taken for data, on any operation',
		async (fault) => {
			const ids = await prepare(sandbox);
			const uses = sentWithKey(ids, plantedFields());
			const leaks: string[] = [];
			const takenForData: string[] = [];

			for (const use of uses) {
				const name = `${use.resource} ${use.operation}`;
				await sandbox.admin.setFaults([`${fault}:*:${faultyPath(use)}`]);
				const run = await runOpenChs(
					keyCredential(sandbox, 'sandbox', `${fault} ${name}`),
					planted(use),
					{ items: [fileItem({ child_name: `Child ${MARKER}`, phone: MARKER_DIGITS })] },
					{ timeout: timeoutSeconds(fault, use), attempts: 1 },
				);
				const struck = await sandbox.admin.faults();
				expect(struck.some(({ matched }) => matched > 0)).toBe(true);
				swept += 1;
				const seen = [run.error, run.storedError, run.thrown, run.log, run.hints, run.uiMessages];
				leaks.push(...findMarker(seen, name));
				const isExpected = PASSES[fault]?.test(name) ?? false;
				if (!run.error && !isExpected) takenForData.push(name);
			}

			expect(leaks).toEqual([]);
			expect(takenForData).toEqual([]);
		},
		60_000,
	);

	it('has swept the whole product', () => {
		const sent = sentWithKey({ caseId: 1, spareCaseId: 1, attachmentId: 1 }, FIELDS);

		expect(swept).toBe(sent.length * FAULTS.length);
	});
});
