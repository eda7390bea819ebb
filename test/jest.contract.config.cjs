const { join } = require('node:path');

/**
 * The contract suite: the node in n8n's engine against a running server, or against a sandbox that each
 * file starts. `npm run test:contract` hands the server's address over and prints the table.
 */
module.exports = {
	...require('../jest.config.cjs'),
	rootDir: join(__dirname, '..'),
	testMatch: ['<rootDir>/test/contract/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	// Promises build upon the cases of those before them, and a server may be far away.
	testTimeout: 600_000,
	maxWorkers: 2,
};
