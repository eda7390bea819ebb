import type { INodeProperties } from 'n8n-workflow';

import { authentication } from '../../shared/properties/authentication';
import * as activity from './activity';
import * as attachment from './attachment';
import * as cases from './case';
import * as communication from './communication';
import * as person from './person';
import * as referenceList from './referenceList';
import * as server from './server';
import * as statistics from './statistics';
import * as user from './user';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Activity', value: 'activity' },
		{ name: 'Attachment', value: 'attachment' },
		{ name: 'Case', value: 'case' },
		{ name: 'Communication', value: 'communication' },
		{ name: 'Person', value: 'person' },
		{ name: 'Reference List', value: 'referenceList' },
		{ name: 'Server', value: 'server' },
		{ name: 'Statistic', value: 'statistics' },
		{ name: 'User', value: 'user' },
	],
	default: 'case',
};

/** What the person sees, broad before narrow: login, resource, operation, then the operation's own. */
export const properties: INodeProperties[] = [
	authentication,
	resource,
	...activity.description,
	...attachment.description,
	...cases.description,
	...communication.description,
	...person.description,
	...referenceList.description,
	...server.description,
	...statistics.description,
	...user.description,
];
