import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

/** Shorter ones can be guessed by trying. */
const SHORTEST = 16;

/** Whether the secret of a recipient can do its work. */
export async function recipientTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const problem = recipientProblem(String(credential.data?.secret ?? ''));
	return problem ? { status: 'Error', message: problem } : { status: 'OK', message: READY };
}

/** Why references must not be made with a secret, in a sentence without it; null when it is fine. */
export function recipientProblem(secret: string): string | null {
	if (secret.trim() === '') return "'Secret' is empty: no reference can be made.";
	if (secret !== secret.trim()) {
		return "'Secret' begins or ends with a blank, which often comes from copying. Take it away, or the references change with it later.";
	}
	if (secret.length < SHORTEST) {
		return `'Secret' has fewer than ${SHORTEST} characters. Whoever guesses it can tell which case is which: take 32 random ones.`;
	}
	return null;
}

const READY =
	'This secret can be used. Keep it and back it up: the same secret gives the same references.';
