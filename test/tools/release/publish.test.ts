import { textOfFile, yamlFile } from '../../support/yamlFile.mts';

interface Step {
	uses?: string;
	run?: string;
	if?: string;
	with?: Record<string, unknown>;
}

interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	jobs: Record<
		string,
		{ permissions?: Record<string, string>; environment?: string; steps: Step[] }
	>;
}

const PUBLISH = '.github/workflows/publish.yml';
const CI = '.github/workflows/ci.yml';

const publish = yamlFile<Workflow>(PUBLISH);
const commands = (publish.jobs.publish?.steps ?? []).flatMap(({ run }) => run ?? []);

describe('publishing', () => {
	it('begins with a version tag and with nothing else', () => {
		expect(publish.on).toEqual({ push: { tags: ['v*.*.*'] } });
	});

	it('tests first, builds, and publishes last, with provenance', () => {
		expect(commands[0]).toContain('$GITHUB_REF_NAME');
		expect(commands.slice(1)).toEqual([
			'.ci/run',
			'npm run build',
			'npm publish --provenance --access public',
		]);
	});

	it('is trusted by its place, and holds no token', () => {
		expect(publish.permissions).toEqual({ contents: 'read' });
		expect(publish.jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		expect(publish.jobs.publish?.environment).toBe('npm');
		expect(textOfFile(PUBLISH)).not.toMatch(/secrets\.|TOKEN/);
	});

	it('is tried dry on every change, without the right to publish', () => {
		const ci = yamlFile<Workflow>(CI);
		const dry = ci.jobs.publishDry?.steps.flatMap(({ run }) => run ?? []) ?? [];

		expect(Object.keys(ci.on).sort()).toEqual(['pull_request', 'push']);
		expect(ci.permissions).toEqual({ contents: 'read' });
		expect(dry).toEqual(['npm ci', 'npm run build', 'npm publish --dry-run --access public']);
	});
});
