import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Http } from './session.mts';

export interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: ICredentialDataDecryptedObject;
}

export interface CredentialTest {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

/** The part of a node that names its credential. */
export function credentialsOf(credential: Credential) {
	return { [credential.type]: { id: credential.id, name: credential.name } };
}

export const credentialsApi = (http: Http) => ({
	async createCredential(
		type: string,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<Credential> {
		const { data: created } = await http.post<{ id: string }>('/rest/credentials', {
			type,
			name,
			data,
		});

		return { id: created.id, name, type, data };
	},

	/** What the person sees after Save. The given data is laid over the stored data, as the editor does. */
	async testCredential(credential: Credential): Promise<CredentialTest> {
		const { data } = await http.post<CredentialTest>('/rest/credentials/test', {
			credentials: credential,
		});

		return data;
	},

	/** Replaces the stored data, as Save in an open dialog does. */
	async updateCredential(credential: Credential): Promise<void> {
		await http.patch(`/rest/credentials/${credential.id}`, credential);
	},

	/** The stored data as the editor gets it: secrets are blanked. */
	async readCredential(id: string): Promise<ICredentialDataDecryptedObject> {
		const { data } = await http.get<Credential>(`/rest/credentials/${id}`, {
			params: { includeData: true },
		});

		return data.data;
	},
});
