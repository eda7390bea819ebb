import type { IDataObject } from 'n8n-workflow';

import type { Table } from '../../../../../nodes/shared/helpline/deployed/wire/envelope';
import { isCut, tableIn } from '../../../../../nodes/shared/helpline/deployed/wire/envelope';
import { faultOf } from '../../../../../nodes/shared/helpline/deployed/wire/faults';
import {
	ignoredFilter,
	windowFilter,
} from '../../../../../nodes/shared/helpline/deployed/wire/filters';
import { walk } from '../../../../../nodes/shared/helpline/deployed/wire/pages';
import {
	idInDamagedRow,
	parseAnswer,
} from '../../../../../nodes/shared/helpline/deployed/wire/parse';
import { sessionCookie } from '../../../../../nodes/shared/session/otpSteps';
import { ANSWERED, REFUSED } from '../../../../../nodes/shared/session/sentences';
import { readProbe } from '../../../../../nodes/shared/session/readAnswer';
import { recording, recordingFiles } from '../../../../support/recordings.mts';

/** The recorded answer, parsed; a body that is no answer fails the test. */
function answerOf(number: number): IDataObject {
	const parsed = parseAnswer(recording(number).response.text);
	if (!parsed.ok) throw new Error(`Recording ${number} is no answer: ${parsed.why}`);
	return parsed.answer;
}

function table(number: number, resource: string): Table {
	const found = tableIn(answerOf(number), resource);
	if (!found) throw new Error(`Recording ${number} holds no ${resource}`);
	return found;
}

const rows = (number: number, resource: string) => table(number, resource).rows;
const first = (number: number, resource: string) => rows(number, resource)[0] ?? {};
const ids = (number: number, resource = 'cases') => rows(number, resource).map(({ id }) => id);
const status = (number: number) => recording(number).response.status;
const why = (number: number) => {
	const parsed = parseAnswer(recording(number).response.text);
	return parsed.ok ? 'an answer' : parsed.why;
};

/** What the error answer means; values of the server may not be in it. */
function fault(number: number) {
	const { response } = recording(number);
	const parsed = parseAnswer(response.text);
	return faultOf(response.status, parsed.ok ? parsed.answer : null);
}

/** What a person's test of a login says about this answer. */
function probed(number: number, kind: 'apiKey' | 'otp' | 'login') {
	const { response } = recording(number);
	const result = readProbe(kind, 'first', {
		status: response.status,
		headers: { 'content-type': response.headers['Content-Type'] },
		bodyText: response.text,
	});
	return result.ok ? 'accepted' : result.sentence;
}

function queryOf(number: number): IDataObject {
	const { path } = recording(number).request;
	return Object.fromEntries(new URL(path, 'http://recorded').searchParams);
}

const ignored = (number: number, resource = 'cases') =>
	ignoredFilter(queryOf(number), table(number, resource).columns);

const refused = (code: string, ...fields: string[]) => ({ kind: 'refused', code, fields });

/** What each recording promises, by its number: the habit and what is made of it. */
const PROMISES: Array<[number, string, () => void]> = [
	[
		1,
		'a login answers in the cookie, which is the session that its long document names as well',
		() => {
			const session = sessionCookie(recording(1).response.headers['Set-Cookie']);
			expect(answerOf(1).ss).toEqual([[session, '100', 'test', '99', '5000']]);
			expect(first(1, 'auth')).toMatchObject({ usn: 'test', role: '99' });
			expect(table(1, 'cases')).toMatchObject({ rows: [] });
		},
	],
	[
		2,
		'a wrong password is told from bad data although both are 412',
		() => {
			expect(fault(2)).toEqual({ kind: 'login' });
			expect(probed(2, 'login')).toBe(REFUSED.login.login);
		},
	],
	[
		3,
		'an inactive user is a matter of the login',
		() => expect(fault(3)).toEqual({ kind: 'login' }),
	],
	[
		4,
		'a password with a colon is a matter of the login',
		() => expect(fault(4)).toEqual({ kind: 'login' }),
	],
	[
		5,
		'a JSON content type without a body is refused, so reads carry none',
		() => expect(fault(5)).toEqual(refused('ERROR')),
	],
	[
		6,
		'the light login describes the caller in one row and gives the session in the cookie alone',
		() => {
			expect(first(6, 'auth')).toMatchObject({ id: '100', usn: 'test', role: '99' });
			expect(sessionCookie(recording(6).response.headers['Set-Cookie'])).toBe('SESSION-0006');
			expect(probed(6, 'login')).toBe('accepted');
		},
	],
	[
		7,
		'an empty list has columns and no rows; its cookie is not the session that was sent',
		() => {
			expect(table(7, 'cases')).toMatchObject({ rows: [] });
			expect(recording(7).response.headers['Set-Cookie']).not.toContain(
				recording(7).request.headers.Authorization?.replace('Bearer ', ''),
			);
		},
	],
	[
		8,
		'a session works as a cookie too, and then no new cookie comes',
		() => {
			expect(first(8, 'auth').usn).toBe('test');
			expect(recording(8).response.headers['Set-Cookie']).toBeUndefined();
		},
	],
	[
		9,
		'without a login the session is missing',
		() => expect(fault(9)).toEqual({ kind: 'session' }),
	],
	[
		10,
		'an API key is ignored, and its test says which login this server takes',
		() => {
			expect(fault(10)).toEqual({ kind: 'session' });
			expect(probed(10, 'apiKey')).toBe(ANSWERED.takesPassword);
		},
	],
	[
		11,
		'a session header is ignored, and its test says which login this server takes',
		() => expect(probed(11, 'apiKey')).toBe(ANSWERED.takesPassword),
	],
	[12, 'an unknown session is an ended one', () => expect(fault(12)).toEqual({ kind: 'session' })],
	[
		13,
		'the documented one-time login is refused, and its test says which login this server takes',
		() => {
			expect(fault(13)).toEqual(refused('INVALID', 'addr'));
			expect(probed(13, 'otp')).toBe(ANSWERED.takesPassword);
		},
	],
	[
		14,
		'the other spelling of the one-time login is refused too',
		() => {
			expect(fault(14)).toMatchObject({ kind: 'refused' });
			expect(probed(14, 'otp')).toBe(ANSWERED.takesPassword);
		},
	],
	[
		15,
		'a one-time code is refused without saying that a password was wrong',
		() => {
			expect(fault(15)).toEqual(refused('ERROR', 'addr'));
			expect(probed(15, 'otp')).toBe(ANSWERED.takesPassword);
		},
	],
	[
		16,
		'one call creates a case with its reporter and answers with both',
		() => {
			expect(first(16, 'cases')).toMatchObject({ id: '100001', src_uid: 'n8n-0001' });
			expect(first(16, 'reporters')).toMatchObject({ id: '7001', contact_fname: 'Rita' });
			expect(rows(16, 'clients')).toEqual([]);
		},
	],
	[
		17,
		'all missing fields are named at once',
		() => {
			const all = ['gbv_related', 'case_category_id', 'status', 'narrative', 'plan'];
			const ofReporter = ['id', 'contact_id', 'fullname', 'age_group_id', 'sex_id'];
			expect(fault(17)).toEqual(
				refused('REQUIRED', ...all, ...ofReporter.map((name) => `reporter_${name}`)),
			);
		},
	],
	[18, 'an empty object is refused', () => expect(fault(18)).toEqual(refused('ERROR'))],
	[
		19,
		'a form reads as if nothing had been sent, so JSON is sent',
		() => expect(fault(19)).toMatchObject({ kind: 'refused', code: 'REQUIRED' }),
	],
	[
		20,
		'a phone with a plus is refused; the field is named and the number is not',
		() => {
			expect(fault(20)).toEqual(refused('INVALID', 'phone'));
			expect(JSON.stringify(fault(20))).not.toContain('254300');
		},
	],
	[21, 'a reporter needs a channel', () => expect(fault(21)).toEqual(refused('REQUIRED', 'src'))],
	[
		22,
		'a category that does not exist reads as missing',
		() => expect(fault(22)).toEqual(refused('REQUIRED', 'case_category_id')),
	],
	[
		23,
		'a reporter comes back with the phone as the server keeps it',
		() => expect(first(23, 'reporters').contact_phone).toBe('254300000010'),
	],
	[
		24,
		'a client on its own belongs to no case and keeps its key',
		() =>
			expect(first(24, 'clients')).toMatchObject({
				id: '8001',
				case_id: null,
				case_id_: null,
				src_uid: 'n8n-cli-1',
				contact_age: '9',
			}),
	],
	[
		25,
		'a perpetrator on its own belongs to no case and keeps its key',
		() =>
			expect(first(25, 'perpetrators')).toMatchObject({ case_id_: null, src_uid: 'n8n-perp-1' }),
	],
	[
		26,
		'an upload is kept under the part name with brackets, its name intact',
		() =>
			expect(first(26, 'files')).toMatchObject({
				name: 'note é.txt',
				movestatus: 'ok',
				size: '16',
			}),
	],
	[
		27,
		'another part name is refused, and what is no column is not named',
		() => expect(fault(27)).toEqual(refused('INVALID')),
	],
	[
		28,
		'a part name without brackets is an empty 500: unclear, not an answer',
		() => {
			expect(status(28)).toBe(500);
			expect(why(28)).toBe('empty');
		},
	],
	[
		29,
		'an attachment without a case waits to be linked',
		() =>
			expect(first(29, 'attachments')).toMatchObject({ case_id: null, file_name: 'note é.txt' }),
	],
	[
		30,
		'persons linked by id come with the created case',
		() => {
			expect(ids(30, 'clients')).toEqual(['8001']);
			expect(ids(30, 'perpetrators')).toEqual(['9001']);
			expect(first(30, 'cases')).toMatchObject({ final_status: '3', assigned_to_id: '101' });
		},
	],
	[
		31,
		'a case is read with related lists, each with the total that tells whether it is whole',
		() => {
			expect(first(31, 'cases').id).toBe('100002');
			for (const name of ['reporters', 'clients', 'perpetrators', 'attachments']) {
				expect(table(31, name)).toMatchObject({ context: { last: 1, total: 1 } });
				expect(isCut(table(31, name))).toBe(false);
			}
			expect(rows(31, 'dispositions')).toEqual([]);
		},
	],
	[
		32,
		'a case that does not exist is 200 without a row',
		() => {
			expect(status(32)).toBe(200);
			expect(rows(32, 'cases')).toEqual([]);
		},
	],
	[
		33,
		'a row reads by the key map; the three nameless cells behind it are nobody',
		() => {
			expect(rows(33, 'cases')).toHaveLength(2);
			expect(Object.keys(first(33, 'cases'))).toHaveLength(122);
			expect(Object.values(first(33, 'cases'))).not.toContain('ro0');
			expect(table(33, 'cases').context).toEqual({ last: 2, total: 26 });
			expect(first(33, 'cases')).toMatchObject({
				created_on: '2026-11-24T00:19:31Z',
				cat_id_2: null,
				knowabout116: null,
			});
		},
	],
	[
		34,
		'the offset that is asked for by _o is the one that is read',
		() => expect(ids(34)).toEqual(['100023', '100022']),
	],
	[
		35,
		'the offset of _a is rounded down to a page, so it is not used',
		() => expect(table(35, 'cases').context).toEqual({ last: 6, total: 26 }),
	],
	[
		36,
		'past the end the last page comes again, and the walk ends by its ordinals',
		async () => {
			const page = table(36, 'cases');
			const seen: IDataObject[] = [];
			const pages = walk(async () => ({ rows: page.rows, context: page.context! }));
			for await (const fresh of pages) seen.push(...fresh);
			expect(seen).toHaveLength(6);
		},
	],
	[
		37,
		'a page size of zero is an empty 500',
		() => expect([status(37), why(37)]).toEqual([500, 'empty']),
	],
	[
		38,
		'several values of one filter and several filters are taken, as their echo shows',
		() => {
			expect(ignored(38)).toBeNull();
			expect(rows(38, 'cases').every(({ status: state }) => state === '1')).toBe(true);
		},
	],
	[
		39,
		'a window of two seconds finds the rows of just these seconds',
		() => {
			expect(queryOf(39).created_on).toBe(
				windowFilter('2026-11-24T00:19:31Z', '2026-11-24T00:19:32Z'),
			);
			expect(ignored(39)).toBeNull();
			expect(rows(39, 'cases').every((row) => row.created_on === '2026-11-24T00:19:31Z')).toBe(
				true,
			);
		},
	],
	[
		40,
		'one time alone is a whole day, so windows always name both ends',
		() => expect(table(40, 'cases').context?.total).toBe(26),
	],
	[
		41,
		'an ISO date matches nothing although it is echoed, so seconds are sent',
		() => {
			expect(rows(41, 'cases')).toEqual([]);
			expect(ignored(41)).toBeNull();
		},
	],
	[
		42,
		'a range that is open at its end is an empty 500',
		() => {
			expect([status(42), why(42)]).toEqual([500, 'empty']);
			expect(windowFilter('2026-11-24T00:19:26Z', undefined)).not.toMatch(/;$/);
		},
	],
	[43, 'a search by word beginnings answers rows', () => expect(rows(43, 'cases')).toHaveLength(2)],
	[
		44,
		'a text filter finds what contains it',
		() => {
			expect(ignored(44)).toBeNull();
			expect(rows(44, 'cases').every((row) => String(row.narrative).includes('topic3'))).toBe(true);
		},
	],
	[
		45,
		'a filter that the server does not know is noticed, because everything came back',
		() => {
			expect(ignored(45)).toBe('updated_since');
			expect(table(45, 'cases').context?.total).toBe(26);
		},
	],
	[
		46,
		'a category stands for all below it',
		() => expect(first(46, 'cases').case_category).toBe('^Abuse^Physical Abuse^Beating'),
	],
	[
		47,
		'an unknown category is echoed and yet ignored, so it must be refused before',
		() => {
			expect(ignored(47)).toBeNull();
			expect(table(47, 'cases').context?.total).toBe(26);
		},
	],
	[48, 'a case is found by its key', () => expect(ids(48)).toEqual(['100002'])],
	[49, "a case is found by the caller's reference", () => expect(ids(49)).toEqual(['100001'])],
	[
		50,
		'a counsellor lists own cases only',
		() => {
			expect(first(50, 'cases').created_by).toBe('coun1');
			expect(table(50, 'cases').context?.total).toBe(8);
		},
	],
	[
		51,
		"a counsellor reads another's case by its id, which nothing relies upon",
		() => expect(first(51, 'cases').created_by).toBe('coun2'),
	],
	[
		52,
		'an update answers 202 with the row that it changed',
		() => {
			expect(status(52)).toBe(202);
			expect(first(52, 'cases')).toMatchObject({ id: '100001', status: '2', src: 'walkin' });
		},
	],
	[
		53,
		'an update of a case that does not exist reads as success and holds no row',
		() => {
			expect(status(53)).toBe(202);
			expect(rows(53, 'cases')).toEqual([]);
			expect(first(53, 'case_activities').case_id).toBe('999999');
		},
	],
	[
		54,
		'a needed field cannot be blanked',
		() => expect(fault(54)).toEqual(refused('REQUIRED', 'narrative')),
	],
	[
		55,
		'an escalation to nobody is refused by the name of the field',
		() => {
			expect(fault(55)).toEqual(refused('INVALID_FOREIGN_KEY', 'escalated_to_id'));
			expect(JSON.stringify(fault(55))).not.toContain('88888');
		},
	],
	[
		56,
		'an escalation makes that user the assignee',
		() => expect(first(56, 'cases')).toMatchObject({ escalated_to_id: '101', assigned_to: 'sup1' }),
	],
	[
		57,
		'exactly two entities come back; quotes, breaks, accents and ampersands are as they were sent',
		() => {
			const sent = recording(57).request.body as { narrative: string };
			expect(first(57, 'cases').narrative).toBe(sent.narrative);
		},
	],
	[
		58,
		'a damaged row is told from half an answer, and its case is named',
		() => {
			expect(why(58)).toBe('damaged');
			expect(idInDamagedRow(recording(58).response.text, 'cases')).toBe('100004');
		},
	],
	[
		59,
		'a client that is created through its case belongs to it',
		() => expect(first(59, 'clients')).toMatchObject({ id: '8002', case_id_: '100002' }),
	],
	[
		60,
		'a join repeats a case and adds a column of another table, which names nothing here',
		() => {
			expect(ids(60)).toEqual(['100002', '100002']);
			expect(Object.keys(first(60, 'cases'))).toHaveLength(122);
			expect(first(60, 'cases').gbv_related).toBe('1');
		},
	],
	[
		61,
		'a removed client is flagged and no longer of the case',
		() => expect(first(61, 'clients_del')).toMatchObject({ is_delete: '1', case_id_: '-9' }),
	],
	[
		62,
		'the active clients of a case are listed by their active link',
		() => {
			expect(ignored(62, 'clients')).toBeNull();
			expect(ids(62, 'clients')).toEqual(['8002']);
		},
	],
	[
		63,
		'PUT is empty 200 and no success',
		() => expect([status(63), why(63)]).toEqual([200, 'empty']),
	],
	[
		64,
		'DELETE is empty 200 and no success',
		() => expect([status(64), why(64)]).toEqual([200, 'empty']),
	],
	[
		65,
		'activities come newest first, each with its case',
		() => {
			const list = rows(65, 'case_activities');
			expect(list.map(({ id }) => Number(id))).toEqual([20038, 20037, 20036, 20035, 20034]);
			expect(list.every(({ case_id }) => case_id !== null)).toBe(true);
		},
	],
	[
		66,
		'activities take a window as cases do',
		() => expect(ignored(66, 'case_activities')).toBeNull(),
	],
	[
		67,
		'an activity tells old and new values in a list of its own',
		() => {
			expect(rows(67, 'au').map(({ k, v, v_ }) => [k, v, v_])).toContainEqual(['status', '2', '1']);
		},
	],
	[
		68,
		'the audit of a case is told by activity; its rows carry no time',
		() => {
			expect(ignored(68, 'au')).toBeNull();
			expect(rows(68, 'au').every(({ created_on }) => created_on === null)).toBe(true);
		},
	],
	[
		69,
		'a note is a line of the case history and changes nothing else',
		() =>
			expect(first(69, 'case_activities')).toMatchObject({
				case_id: '100001',
				activity: '2',
				aub_id: null,
			}),
	],
	[
		70,
		'a missing right is told from bad data although both are 412',
		() => expect(fault(70)).toEqual({ kind: 'forbidden' }),
	],
	[71, 'an unknown resource is 404', () => expect(fault(71)).toEqual({ kind: 'not_found' })],
	[
		72,
		'a category comes with its direct children, cut at ten',
		() => {
			expect(first(72, 'categories').name).toBe('Case Category');
			expect(ids(72, 'subcategories')).toHaveLength(3);
		},
	],
	[
		73,
		'a whole tree comes in one list, each entry with its path and parent',
		() => {
			expect(ignored(73, 'subcategories')).toBeNull();
			expect(rows(73, 'subcategories')).toHaveLength(15);
			expect(first(73, 'subcategories')).toMatchObject({ id: '87', fullname: '^Abuse' });
		},
	],
	[
		74,
		'dispositions are categories of their own root',
		() => expect(ids(74, 'subcategories')).toContain('363036'),
	],
	[
		75,
		'users come without a password',
		() => expect(JSON.stringify(answerOf(75))).not.toMatch(/passw|hash/i),
	],
	[
		76,
		'a contact outcome makes an empty reporter, so none is written for a case',
		() => expect(first(76, 'dispositions')).toMatchObject({ reporter_id: '7027', case_id: null }),
	],
	[
		77,
		'a contact outcome takes no case',
		() => expect(fault(77)).toEqual(refused('INVALID_FOREIGN_KEY', 'case_id')),
	],
	[
		78,
		'a message comes back with its conversation and its own id',
		() =>
			expect(first(78, 'messages')).toMatchObject({
				src_callid: 'chat-0001',
				src_uid: 'chat-0001/1',
			}),
	],
	[
		79,
		'conversations are counted per channel and session',
		() => expect(first(79, 'pmessages')).toMatchObject({ in_count: '1', src_callid: 'chat-0001' }),
	],
	[
		80,
		'calls are known by their unique id and time',
		() =>
			expect(first(80, 'calls')).toMatchObject({
				uniqueid: '1695700005.5',
				chan_ts: '2026-11-23T23:29:26Z',
			}),
	],
	[
		81,
		'valid JSON is read although it is called a web page',
		() => {
			expect(recording(81).response.headers['Content-Type']).toContain('html');
			expect(Object.keys(answerOf(81))).toContain('case_source');
		},
	],
	[
		82,
		'the open statistics need no login, and their empty row is no row',
		() => expect(tableIn(answerOf(82), 'calls')).toBeNull(),
	],
	[
		83,
		'a pivot answers rows of its own, which are no cases',
		() => {
			expect(tableIn(answerOf(83), 'cases')).toBeNull();
			expect(answerOf(83).cases).toContainEqual(['Physical Abuse', '1793491200', '7']);
		},
	],
	[
		84,
		'a pivot without axes answers an empty row, so axes are always sent',
		() => expect(answerOf(84).cases).toEqual([[]]),
	],
	[85, "the server's own CSV is no answer and never asked for", () => expect(why(85)).toBe('html')],
	[
		86,
		"the server's own workbook is no answer and never asked for",
		() => expect(why(86)).toBe('html'),
	],
	[
		87,
		"a download's headers are escaped text, so type and name come from the list",
		() => {
			const { headers } = recording(87).response;
			expect(headers['Content-Type']).toBe('text\\/plain');
			expect(headers['Content-Disposition']).toContain('note \\u00e9.txt');
			expect(first(26, 'files')).toMatchObject({ mime: 'text/plain', name: 'note é.txt' });
		},
	],
	[88, 'a missing file is 404', () => expect(fault(88)).toEqual({ kind: 'not_found' })],
	[
		89,
		'a join parameter breaks the answer, so it is never sent',
		() => expect(why(89)).toBe('damaged'),
	],
	[
		90,
		'an answer to a logout is 401 and says nothing about the session',
		() => expect(fault(90)).toEqual({ kind: 'session' }),
	],
	[91, 'a logout by Bearer has ended nothing', () => expect(first(91, 'auth').usn).toBe('coun2')],
	[
		92,
		'a logout by cookie answers 401 as well',
		() => expect(fault(92)).toEqual({ kind: 'session' }),
	],
	[
		93,
		'a session that was ended from outside is 401, the one sign of expiry',
		() => expect(fault(93)).toEqual({ kind: 'session' }),
	],
	[
		94,
		'the documented logout does not exist',
		() => expect(fault(94)).toEqual({ kind: 'not_found' }),
	],
	[
		95,
		'a fault page with 200 after a saved case is neither success nor refusal',
		() => {
			expect(status(95)).toBe(200);
			expect(why(95)).toBe('html');
		},
	],
	[
		96,
		'what a fault page hid is found by the key',
		() => {
			const sent = recording(95).request.body as { src_uid: string };
			expect(ignored(96)).toBeNull();
			expect(rows(96, 'cases').map(({ src_uid }) => src_uid)).toEqual([sent.src_uid]);
		},
	],
	[
		97,
		'a word as a date is a fault page with 200, and never sent',
		() => {
			expect([status(97), why(97)]).toEqual([200, 'html']);
			expect(() => windowFilter('abc', undefined)).toThrow(RangeError);
		},
	],
	[
		98,
		'an answer is read although a warning stands in front of it',
		() =>
			expect(answerOf(98).cases).toEqual([
				['1', '21'],
				['2', '6'],
			]),
	],
	[99, 'a CSV that ends in a fault page is no answer', () => expect(why(99)).toBe('html')],
];

describe('recordings of the deployed server', () => {
	it.each(PROMISES)('%i: %s', async (_number, _promise, check) => {
		await check();
	});

	it('are all used, each once', () => {
		const numbers = PROMISES.map(([number]) => number);

		expect(numbers).toEqual(recordingFiles.map((file) => Number(file.slice(0, 2))));
	});
});
