import { everyPage } from '../../support/markdown.mts';
import { textOfFile, yamlFile } from '../../support/yamlFile.mts';
import { version } from '../../../package.json';
import { dependencies } from '../../../tools/n8n/runtime/package.json';

interface Service {
	image: string;
	command?: string[];
	environment?: Record<string, string | number>;
	volumes?: string[];
	depends_on?: string[] | Record<string, { condition: string }>;
}

const FILE = 'docs/small-server/compose.yaml';
const { services, volumes } = yamlFile<{
	services: Record<string, Service>;
	volumes: Record<string, null>;
}>(FILE);

describe('the small server', () => {
	it('pins the n8n that the tests use, and this version of the package', () => {
		expect(services.n8n?.image).toBe(`n8nio/n8n:${dependencies.n8n}`);
		expect(services['openchs-nodes']?.image).toBe(services.n8n?.image);
		expect(services['openchs-nodes']?.command?.at(-1)).toBe(`n8n-nodes-openchs@${version}`);
	});

	it('waits for services that it has, and keeps volumes that it names', () => {
		const waited = Object.values(services).flatMap(({ depends_on: on = [] }) =>
			Array.isArray(on) ? on : Object.keys(on),
		);
		const kept = Object.values(services)
			.flatMap((service) => service.volumes ?? [])
			.map((volume) => volume.split(':')[0] ?? '')
			.filter((volume) => !volume.startsWith('.'));

		expect(waited.filter((name) => !(name in services))).toEqual([]);
		expect([...new Set(kept)].sort()).toEqual(Object.keys(volumes).sort());
	});

	it('asks for no variable that the example of settings lacks, and holds no secret', () => {
		const wanted = [...textOfFile(FILE).matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
		const settings = new Map(
			[...textOfFile('docs/small-server/example.env').matchAll(/^(\w+)=(.*)$/gm)].map(
				([, name = '', value = '']) => [name, value],
			),
		);

		expect([...new Set(wanted)].sort()).toEqual([...settings.keys()].sort());
		expect([settings.get('N8N_ENCRYPTION_KEY'), settings.get('POSTGRES_PASSWORD')]).toEqual([
			'',
			'',
		]);
	});

	it('keeps nothing of a run', () => {
		expect(services.n8n?.environment).toMatchObject({
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			EXECUTIONS_DATA_SAVE_ON_ERROR: 'none',
			EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'false',
			EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'false',
		});
	});

	it('says plainly that its containers have not been run', () => {
		expect(textOfFile(FILE)).toContain('NOT RUN');
		expect(everyPage()).toContain('docs/small-server/README.md');
	});
});
