import { createRequire } from 'node:module';
import js from '@eslint/js';

// typescript-eslint comes with n8n's own command line, not as a package of this project.
const require = createRequire(import.meta.url);
const fromN8n = createRequire(require.resolve('@n8n/node-cli/eslint'));
const tseslint = fromN8n('typescript-eslint');

const node = {
	Buffer: 'readonly',
	clearInterval: 'readonly',
	clearTimeout: 'readonly',
	console: 'readonly',
	fetch: 'readonly',
	performance: 'readonly',
	process: 'readonly',
	setInterval: 'readonly',
	setTimeout: 'readonly',
	URL: 'readonly',
};
const commonJs = { ...node, __dirname: 'readonly', module: 'writable', require: 'readonly' };

/** The sandbox stands for the server: it must not learn from the client what the server says. */
const notFromTheProduct = {
	patterns: [
		{
			group: ['**/nodes/**', '**/credentials/**'],
			message: 'The sandbox knows the documentation, not the package.',
		},
	],
};

/** Everything that is not shipped and needs the platform; the rest has eslint.config.mjs in the root. */
export default [
	{ ignores: ['**/node_modules/**'] },
	...[js.configs.recommended, ...tseslint.configs.recommended].map((config) => ({
		...config,
		files: ['**/*.mts'],
	})),
	{
		files: ['**/*.mts'],
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
		},
	},
	{ ...js.configs.recommended, files: ['**/*.mjs', '**/*.cjs'] },
	{ files: ['**/*.mjs'], languageOptions: { globals: node } },
	{ files: ['**/*.cjs'], languageOptions: { globals: commonJs, sourceType: 'commonjs' } },
	{
		files: ['tools/sandbox/**/*.mts', 'sandbox/**/*.mts'],
		rules: { 'no-restricted-imports': ['error', notFromTheProduct] },
	},
];
