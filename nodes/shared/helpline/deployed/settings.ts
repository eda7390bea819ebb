import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';

/**
 * Roots of the category tree, with the ids of the project's own configuration. They are data of an
 * installation and no call returns them, so the credential can name others (helpline v1, section 15).
 */
export const ROOTS = {
	ageGroup: '101',
	assessment: '236694',
	caseCategory: '362557',
	disability: '236669',
	disposition: '362515',
	employment: '236648',
	health: '236660',
	heardAbout: '236700',
	hivStatus: '105',
	household: '236674',
	idType: '362409',
	justice: '236687',
	language: '123',
	location: '88',
	maritalStatus: '236654',
	nationality: '126',
	notInSchool: '362466',
	referral: '236707',
	relationship: '236634',
	schoolLevel: '236712',
	schoolType: '236711',
	service: '113',
	sex: '120',
	sharesHome: '236631',
	tribe: '133',
} as const satisfies Record<string, string>;

export type RootName = keyof typeof ROOTS;

/** What the credential's 'Settings' hold, whatever group it stands in; what nobody added is absent. */
export function installation(settings: IDataObject): IDataObject {
	const { installation: groups } = settings;
	const isGroup = (value: unknown) => typeof value === 'object' && value !== null;
	return isGroup(groups)
		? (Object.assign({}, ...Object.values(groups as IDataObject).filter(isGroup)) as IDataObject)
		: {};
}

/** Its own setting (`sexRoot`), else its entry in 'Other Roots', else the project's id. */
export function rootId({ settings }: Connection, name: RootName): string {
	const own = installation(settings);
	return idIn(own[`${name}Root`]) ?? idIn(otherRoots(own)[name]) ?? ROOTS[name];
}

function otherRoots({ categoryRoots }: IDataObject): IDataObject {
	if (typeof categoryRoots === 'object' && categoryRoots !== null) {
		return categoryRoots as IDataObject;
	}
	try {
		const parsed: unknown = JSON.parse(String(categoryRoots ?? '{}'));
		return typeof parsed === 'object' && parsed !== null ? (parsed as IDataObject) : {};
	} catch {
		return {};
	}
}

function idIn(value: unknown): string | null {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return /^[1-9]\d*$/.test(text) ? text : null;
}

/** Who gets critical cases; null when nobody is named. */
export function escalateCriticalTo({ settings }: Connection): string | null {
	return idIn(installation(settings).escalateCriticalTo);
}

/** Stands in front of the id in the case number that people see; no call returns it (helpline v1, 8.6). */
export function caseNumberPrefix({ settings }: Connection): string {
	const { caseNumberPrefix: prefix } = installation(settings);
	return typeof prefix === 'string' ? prefix : '';
}

/** What the server puts in front of a national number (recording 16). */
export function countryCode({ settings }: Connection): string {
	return String(installation(settings).countryCode ?? '254').replace(/\D/g, '');
}

export function casePageTemplate({ settings }: Connection): unknown {
	return installation(settings).casePageTemplate;
}
