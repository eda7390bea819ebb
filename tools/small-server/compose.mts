import { yamlFile } from '../../test/support/yamlFile.mts';

const FILE = 'docs/small-server/compose.yaml';

interface Compose {
	readonly services: {
		readonly n8n: { readonly environment: Readonly<Record<string, string | number>> };
	};
}

/** What the published file gives to n8n, with the variables of `.env` filled in. */
export function environmentOfN8n(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
	const { environment } = yamlFile<Compose>(FILE).services.n8n;
	return Object.fromEntries(
		Object.entries(environment).map(([name, value]) => [name, filledIn(String(value), settings)]),
	);
}

function filledIn(value: string, settings: Readonly<Record<string, string>>): string {
	return value.replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_all, name: string) => {
		const given = settings[name];
		if (given === undefined) throw new Error(`${FILE} asks for ${name}, which has no value here`);
		return given;
	});
}
