import type { ReasonCode } from '../../nodes/shared/transport/errors';

/** What is behind a code and who can mend it, in the words of the page; a code without an entry does not compile. */
export const WHAT_TO_DO: Readonly<Record<ReasonCode, string>> = {
	missing_field:
		'A field that is needed is empty for this item. Fill it in, or map it to something that every item has. Nothing was sent.',
	refused_value:
		'A value has a form that cannot be used: a date, a number, a choice, a file. The sentence names the field and never the value. Correct the item; the others are not held up when the node is set to continue.',
	unknown_field:
		"A column or field has a name that OpenCHS does not have. Take it out, or say in 'Options' or in the credential what is to become of it.",
	key_refused:
		'The external key would show who somebody is, or cannot be written down. Use the ID that the record has where it comes from.',
	key_not_unique:
		'Several cases, or several rows of a file, carry one key, so that nobody can tell which is meant. Nothing was changed. Mend it in OpenCHS or in the file.',
	not_allowed_for_tools:
		'An AI agent asked for something that is closed to agents unless a switch opens it. Leave it closed if you are not sure.',
	not_offered:
		"This server does not have that call: no setting of yours helps. The table of [operations by login](operations.md) says what the other kind of server has. 'Server: Check' shows which server it is.",
	setting:
		'Something in the node, the workflow or the credential does not fit together. Whoever built the workflow mends it; running it again as it is gives the same sentence.',
	address:
		"n8n itself refuses the address. See [credentials](credentials.md#when-n8n-blocks-private-addresses); it is n8n's administrator who can allow it.",
	binary:
		'A file is missing, empty, too large, or of another kind than was expected. Look at the node before this one: its output has the file on the tab "Binary".',
	stopped:
		'Somebody pressed Stop, or n8n ended the run. What was on its way may have been saved: run it again with the same external key and nothing is made twice.',
	no_time_left:
		'Only the trigger says it. n8n gives a check so much time; the next check goes on from there. If it comes often, ask for fewer events or a smaller stretch of time.',
	server_restored:
		'OpenCHS seems to have been restored from a backup. The trigger tells it once and goes on by time: look whether changes around the time of the backup have to be done again.',
	login:
		"The server does not take the login. Open the credential, save it, and read 'More details': the test says which field is wrong. With one-time codes somebody has to enter a new code.",
	forbidden:
		'The login works and this account or key may not do it. An administrator of OpenCHS gives the right, or another account.',
	not_found:
		'The server answers and has nothing under this ID or key. Check the ID, and whether it is of this helpline: two helplines have cases with the same number.',
	refused_by_server:
		'The server took the call and refused what was in it. The field is named where the server names it; compare it with the lists of this OpenCHS.',
	too_many_requests:
		"A limit of the server is used up: see [limits](limits.md). Wait until the time in the sentence, raise 'Patience (Minutes)', or let fewer workflows use this credential.",
	server_error:
		'The server has a fault of its own. Reads were repeated already. If it stays, its administrator finds the cause in its log, by the time of the run.',
	no_connection:
		"Nobody answers there. Is the server on, is the line up, is 'Base URL' right? Inside a container `localhost` is that container.",
	timeout:
		"An answer took too long. Run it again; on a slow line raise 'Timeout (Seconds)'. A firewall that drops connections looks the same.",
	certificate:
		'The encryption is not as it should be. See [self-signed certificates](credentials.md#self-signed-certificates).',
	redirect:
		"The server points to another address, and a login is never sent there. Put the final address into 'Base URL', often the one with `https://` or `www`.",
	unexpected_answer:
		'Something came back that is not an answer of this server: a sign-in page, a page of a proxy, half an answer. Open the address in a browser on the computer that n8n runs on.',
	unclear_outcome:
		'The one to take seriously: something was sent and nobody knows whether it was saved. Look into OpenCHS first. With an external key a repeat finds what was saved; without one it can make a second record.',
	unknown:
		'An error that this package does not know. Its text is left out, because it may hold what somebody typed. Try again; then report it as [SECURITY.md](../.github/SECURITY.md) says, without case data.',
};

/** Of reasons that take their code from the answer behind them. */
export const WITH_ANY_CODE =
	"The code of the failed item says what was behind it; look under that code. '… checks in a row' stands behind a sentence of the trigger that has come at three checks or more: nothing is lost, the next check goes on where it stood.";
