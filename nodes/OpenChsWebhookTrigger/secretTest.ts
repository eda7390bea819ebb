import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

/** Shorter ones can be guessed by trying. */
const SHORTEST = 16;

/** Whether the shared secret can do its work; only a delivery shows whether OpenCHS has the same one. */
export async function secretTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const secret = String(credential.data?.secret ?? '');
	const problem = problemOf(secret);
	return problem ? { status: 'Error', message: problem } : { status: 'OK', message: READY };
}

function problemOf(secret: string): string | null {
	if (secret.trim() === '') return "'Shared Secret' is empty: every delivery would be refused.";
	if (secret !== secret.trim()) {
		return "'Shared Secret' begins or ends with a blank, which often comes from copying. Take it away here and in OpenCHS.";
	}
	if (secret.length < SHORTEST) {
		return `'Shared Secret' has fewer than ${SHORTEST} characters. Whoever guesses it can send made-up cases: take 32 random ones.`;
	}
	return null;
}

const READY =
	'This secret can be used. Whether OpenCHS has the same one is shown by the first delivery.';
