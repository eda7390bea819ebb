import * as activity from './activity';
import * as attachment from './attachment';
import * as cases from './case';
import * as communication from './communication';
import * as person from './person';
import * as referenceList from './referenceList';
import * as server from './server';
import * as statistics from './statistics';
import * as user from './user';
import type { Operation } from './work';

/** What each choice of resource and operation does. */
export const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
	activity: activity.operations,
	attachment: attachment.operations,
	case: cases.operations,
	communication: communication.operations,
	person: person.operations,
	referenceList: referenceList.operations,
	server: server.operations,
	statistics: statistics.operations,
	user: user.operations,
};
