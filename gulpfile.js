/**
 * Builds the package into dist/.
 *
 * tsc emits one module per source file, so that all nodes share the state of a module (the request
 * budget, for one). The only bundle is papaparse: a package without dependencies has to carry it.
 * `nodes/shared/vendor/papaparse.ts` imports it; tsc emits a module there that would look for papaparse
 * at run time, and `bundle` replaces that one file by one with papaparse inside.
 */
const { execFile } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const DIST = join(__dirname, 'dist');
const VENDOR = 'nodes/shared/vendor/papaparse';

const ASSETS = [
	'{nodes,credentials}/**/*.{svg,png}',
	'nodes/**/*.node.json',
	'nodes/**/__schema__/**/*.json',
	'icons/*.{svg,png}',
];

async function clean() {
	rmSync(DIST, { recursive: true, force: true });
}

async function types() {
	const tsc = require.resolve('typescript/bin/tsc');
	await promisify(execFile)(process.execPath, [tsc, '-p', __dirname]).catch((error) => {
		throw new Error(`tsc:\n${error.stdout}`);
	});
}

async function bundle() {
	const target = join(DIST, `${VENDOR}.js`);
	if (!existsSync(target)) return;
	if (!isImported(target)) {
		rmSync(target);
		return;
	}

	await esbuild.build({
		entryPoints: [join(__dirname, `${VENDOR}.ts`)],
		outfile: target,
		allowOverwrite: true,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		legalComments: 'inline',
		minifySyntax: true,
		drop: ['console'],
		// Timers are not for community nodes; papaparse would use one only to read a file in a browser.
		define: { PAPA_BROWSER_CONTEXT: 'true', setTimeout: 'queueMicrotask' },
		plugins: [emptyStream],
	});
}

/** papaparse's own stream classes are never used, and `stream` may not be imported. */
const emptyStream = {
	name: 'empty stream',
	setup(build) {
		build.onResolve({ filter: /^stream$/ }, () => ({ path: 'stream', namespace: 'empty' }));
		build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
			contents:
				'exports.Readable = class {}; exports.Writable = class {}; exports.Duplex = class {};',
		}));
	},
};

/** A bundle that no module loads must not be shipped. */
function isImported(target) {
	return readdirSync(DIST, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.name.endsWith('.js'))
		.map((entry) => join(entry.parentPath, entry.name))
		.some((file) => file !== target && readFileSync(file, 'utf8').includes('vendor/papaparse'));
}

function assets() {
	return src(ASSETS, { base: '.', encoding: false, allowEmpty: true }).pipe(dest(DIST));
}

const build = series(clean, parallel(series(types, bundle), assets));

module.exports = { clean, types, bundle, assets, build, default: build };
