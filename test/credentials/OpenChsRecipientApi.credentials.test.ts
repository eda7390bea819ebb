import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';

import { OpenChsRecipientApi } from '../../credentials/OpenChsRecipientApi.credentials';
import { recipientTest } from '../../nodes/shared/privacy/recipientTest';

describe('the credential of a recipient', () => {
	const type = new OpenChsRecipientApi();
	const [secret, code] = type.properties;

	it('has the names that workflows store for ever', () => {
		expect(type.name).toBe('openChsRecipientApi');
		expect(type.properties.map(({ name }) => name)).toEqual(['secret', 'helplineCode']);
	});

	it('masks the secret, and says to keep it, to back it up and to take another for another', () => {
		expect(secret).toMatchObject({ typeOptions: { password: true }, required: true, default: '' });
		expect(secret?.description).toMatch(/Generate .* keep it and back it up/);
		expect(secret?.description).toContain('the same secret gives the same references');
		expect(secret?.description).toContain('another secret for another recipient');
	});

	it('says what the code is for, and that it does not stand in the files', () => {
		expect(code?.description).toContain('it does not stand in the files');
		expect(code?.typeOptions?.password).toBeUndefined();
	});
});

describe('the test of a recipient', () => {
	const test = async (secret: unknown) =>
		await recipientTest.call(
			{} as ICredentialTestFunctions,
			{
				id: '1',
				name: 'x',
				type: 'openChsRecipientApi',
				data: { secret: secret as string },
			} as ICredentialsDecrypted,
		);

	it.each([
		['', "'Secret' is empty"],
		['   ', "'Secret' is empty"],
		[undefined, "'Secret' is empty"],
		[' long enough but copied', "'Secret' begins or ends with a blank"],
		['fifteen letters', "'Secret' has fewer than 16 characters"],
	])('tells what is wrong with %p, without the secret', async (secret, sentence) => {
		const { status, message } = await test(secret);

		expect(status).toBe('Error');
		expect(message.startsWith(sentence)).toBe(true);
		expect(message).not.toContain('copied');
	});

	it('passes a secret that can be used', async () => {
		expect(await test('sixteen letters!')).toMatchObject({ status: 'OK' });
	});
});
