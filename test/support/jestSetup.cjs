const { mkdirSync } = require('node:fs');
const { join } = require('node:path');

/** Each worker has a folder of its own: two that write n8n-core's settings at once would read half a file. */
const folder = join(process.env.OPENCHS_TEST_FOLDER, process.env.JEST_WORKER_ID ?? '1');
mkdirSync(folder, { recursive: true });
process.env.N8N_USER_FOLDER = folder;
