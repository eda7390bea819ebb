import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { OpenChsAiApi } from '../../credentials/OpenChsAiApi.credentials';
import { OpenChsApi } from '../../credentials/OpenChsApi.credentials';
import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChsOtpApi } from '../../credentials/OpenChsOtpApi.credentials';

const ALL: Array<[string, ICredentialType]> = [
	new OpenChsAiApi(),
	new OpenChsApi(),
	new OpenChsLoginApi(),
	new OpenChsOtpApi(),
].map((type) => [type.name, type]);

const property = (type: ICredentialType, name: string): INodeProperties | undefined =>
	type.properties.find((each) => each.name === name);

/** A property and what a person can add below it. */
const withInner = (each: INodeProperties): INodeProperties[] => {
	const groups = (each.options ?? []).flatMap((option) =>
		'values' in option ? option.values : [],
	);
	return [each, ...groups.flatMap(withInner)];
};

describe('every credential', () => {
	it('has the name that workflows store for ever', () => {
		expect(ALL.map(([name]) => name)).toEqual([
			'openChsAiApi',
			'openChsApi',
			'openChsLoginApi',
			'openChsOtpApi',
		]);
	});

	it.each(ALL)('%s: has fields with names of their own', (_name, { properties }) => {
		const names = properties.flatMap(withInner).map(({ name }) => name);

		expect(new Set(names).size).toBe(names.length);
	});

	it.each(ALL)('%s: masks every secret, the hidden ones too', (_name, { properties }) => {
		const secrets = properties.filter(({ name }) => /key$|password|code$|token/i.test(name));

		for (const { name, typeOptions } of secrets) {
			const isPublic = ['helplineCode', 'requestCode'].includes(name);
			expect([name, typeOptions?.password === true]).toEqual([name, !isPublic]);
		}
	});

	it.each(ALL)(
		'%s: has one hidden field that makes n8n ask the hook, empty at first',
		(_name, type) => {
			const expirable = type.properties.filter(
				({ typeOptions }) => typeOptions?.expirable === true,
			);

			// The session of a login is kept by n8n itself; all others are only checked.
			const name = type.name === 'openChsLoginApi' ? 'sessionToken' : 'connectionCheck';
			expect(expirable).toMatchObject([{ name, type: 'hidden', default: '' }]);
		},
	);

	it.each(ALL)('%s: warns beside each dangerous switch, and only while it is on', (_name, type) => {
		for (const name of ['allowPrivateHttp', 'allowUnauthorizedCerts']) {
			expect(property(type, name)).toMatchObject({ type: 'boolean', default: false });
			expect(property(type, `${name}Notice`)).toMatchObject({
				type: 'notice',
				displayOptions: { show: { [name]: [true] } },
			});
		}
	});

	it.each(ALL)('%s: has light and dark icons, a place in the docs, and a test', (_name, type) => {
		expect(type.icon).toMatchObject({
			light: expect.stringMatching(/^file:\.\.\/icons\/.*\.svg$/),
			dark: expect.stringMatching(/^file:\.\.\/icons\/.*\.dark\.svg$/),
		});
		expect(type.documentationUrl).toMatch(/docs\/credentials\.md#[a-z-]+$/);
		expect(type.test?.request.disableFollowRedirect).toBe(true);
		expect(typeof type.authenticate).toBe('function');
	});

	it.each(ALL)('%s: labels in title case, switches that say whether', (_name, { properties }) => {
		for (const { displayName, type, description, placeholder } of properties.flatMap(withInner)) {
			if (type === 'notice') continue;
			const words = displayName.replace(/\(.*\)/, '').split(/[ -]/);
			const small = ['a', 'for', 'in', 'of', 'on', 'per', 'the', ''];
			expect(words.filter((word) => /^[a-z]/.test(word) && !small.includes(word))).toEqual([]);
			if (type === 'boolean') expect(description).toMatch(/^Whether to |^Whether an /);
			const isButton = type === 'fixedCollection';
			if (placeholder) expect(placeholder).toMatch(isButton ? /^Add [A-Z]/ : /^e\.g\. /);
		}
	});
});

describe('the settings of an installation', () => {
	it('stand in one field, in groups that the dialog of a credential can show', () => {
		const settings = property(new OpenChsLoginApi(), 'installation');

		// Of a plain collection n8n 2.41 shows the label alone.
		expect(settings).toMatchObject({
			displayName: 'Settings',
			type: 'fixedCollection',
			placeholder: 'Add Setting',
			default: {},
		});
		expect(settings?.options?.map(({ name }) => name)).toEqual([
			'account',
			'cases',
			'phones',
			'roots',
		]);
	});
});

describe('the credentials of a helpline', () => {
	const helplines = ALL.filter(([name]) => name !== 'openChsAiApi');

	it.each(helplines)(
		'%s: has a short code whose description says when to fill it in',
		(_name, type) => {
			expect(property(type, 'helplineCode')?.description).toContain('before the address changes');
		},
	);

	it.each(['openChsApi', 'openChsOtpApi'])('%s: says where the external key is kept', (name) => {
		const type = ALL.find(([each]) => each === name)?.[1] as ICredentialType;
		const place = property(type, 'externalKeyPlace');

		expect(place?.default).toBe('description');
		expect(place?.options).toMatchObject([
			{ value: 'description' },
			{ value: 'field' },
			{ value: 'nowhere' },
		]);
		expect(property(type, 'externalKeyField')?.displayOptions).toEqual({
			show: { externalKeyPlace: ['field'] },
		});
		expect(property(type, 'requestsPerHour')?.default).toBe(0);
	});
});
