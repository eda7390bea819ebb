/**
 * Tests that need files and processes: package, real n8n and browser. `npm test` runs them with the
 * cached Node 24; unit tests have jest.config.cjs.
 */
module.exports = {
	rootDir: require('node:path').dirname(__dirname),
	testMatch: ['<rootDir>/test/{package,workflows,browser}/**/*.test.mts'],
	modulePathIgnorePatterns: ['<rootDir>/.tmp/'],
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json'],
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	// One n8n serves all files of a run, and a start of n8n is measured in tens of seconds.
	maxWorkers: 1,
	testTimeout: 120_000,
};
