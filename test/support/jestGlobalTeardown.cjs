const { rmSync } = require('node:fs');

module.exports = function removeRunFolder() {
	rmSync(process.env.OPENCHS_TEST_FOLDER, { recursive: true, force: true });
};
