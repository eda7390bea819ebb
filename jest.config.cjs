/**
 * Unit and promise tests, and operations in process. The contract suite has a configuration of its own
 * (it takes minutes), and so have `test/workflows` and the like (they need a real n8n).
 */
module.exports = {
	rootDir: __dirname,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/contract/'],
	modulePathIgnorePatterns: ['<rootDir>/.tmp/'],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'],
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	globalSetup: '<rootDir>/test/support/jestGlobalSetup.cjs',
	globalTeardown: '<rootDir>/test/support/jestGlobalTeardown.cjs',
	setupFiles: ['reflect-metadata', '<rootDir>/test/support/jestSetup.cjs'],
};
