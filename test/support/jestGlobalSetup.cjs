const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** One folder for this run: n8n-core writes settings and binary files, and must not do so in the home directory. */
module.exports = function createRunFolder() {
	process.env.OPENCHS_TEST_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-openchs-'));
};
