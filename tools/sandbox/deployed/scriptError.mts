import type { Answer } from '../wire.mts';
import { HTML_TYPE, REASONS } from './refusals.mts';

const INDEX = '/var/www/html/helpline/api/index.php';

/** With the display of errors off, a script that ends too early says nothing at all (28, 37, 42). */
export function emptyError(): Answer {
	return { status: 500, contentType: HTML_TYPE, reason: REASONS[500] ?? '' };
}

/** Where errors are displayed, the same thing looks like success (95, 97). */
export function errorPage(sentence: string): Answer {
	const page = [
		'<br />',
		`<b>Fatal error</b>:  ${sentence} in ${INDEX}:64`,
		'Stack trace:',
		`#0 ${INDEX}(808): muu_()`,
		`#1 ${INDEX}(835): _request_()`,
		'#2 {main}',
		`  thrown in <b>${INDEX}</b> on line <b>64</b><br />`,
		'',
	].join('\n');
	return { status: 200, bytes: Buffer.from(page), contentType: HTML_TYPE, reason: 'OK' };
}

export const NO_SOCKETS = 'Uncaught Error: Call to undefined function socket_create()';

/** 98: a warning stands in front of JSON that is otherwise right. */
export function warningText(name = 'yaxis'): string {
	return [
		'<br />',
		`<b>Warning</b>:  Undefined array key "${name}" in ` +
			'<b>/var/www/html/helpline/lib/rest.php</b> on line <b>1190</b><br />',
		'',
	].join('\n');
}
