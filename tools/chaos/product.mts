import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';

import { transformSync } from '@swc/core';

import { projectRoot } from '../common/files.mts';

/** What the package sees in place of the computer's own clock, chance and sleep. */
export interface Surroundings {
	/** Milliseconds since 1970. */
	now(): number;
	/** 0 to 1. */
	random(): number;
	sleep(ms: number): Promise<void>;
}

/** Changes the text of one file before it is compiled; the path is from the project's folder. */
export type Edit = (path: string, text: string) => string;

/** Loads a file of the package, e.g. `nodes/OpenChs/OpenChs.node`; the same file is loaded once. */
export type Load = <T>(path: string) => T;

type Compiled = (...parameters: unknown[]) => void;

const GIVEN = ['exports', 'require', 'module', 'Date', 'Math'];
const requireFromRoot = createRequire(join(projectRoot, 'package.json'));

/**
 * The package's own code as a new n8n process finds it: each process that is made has modules of its
 * own, so that ending one ends everything that its modules remember. Files are compiled once.
 */
export class Product {
	private readonly compiled = new Map<string, Compiled>();
	private readonly found = new Map<string, string>();
	private readonly edit: Edit;

	constructor(edit: Edit = (_path, text) => text) {
		this.edit = edit;
	}

	newProcess(surroundings: Surroundings): Load {
		const modules = new Map<string, { exports: unknown }>();
		const given = [dateOf(surroundings), mathOf(surroundings)];
		const workflow = Object.create(requireFromRoot('n8n-workflow') as object, {
			sleep: { value: surroundings.sleep },
		}) as object;
		const load = (file: string): unknown => {
			const known = modules.get(file);
			if (known) return known.exports;
			const module = { exports: {} as unknown };
			modules.set(file, module);
			if (file.endsWith('.json')) {
				module.exports = JSON.parse(readFileSync(file, 'utf8'));
				return module.exports;
			}
			const requireFrom = (name: string) => {
				if (name.startsWith('.')) return load(this.find(file, name));
				return name === 'n8n-workflow' ? workflow : (requireFromRoot(name) as unknown);
			};
			this.compile(file)(module.exports, requireFrom, module, ...given);
			return module.exports;
		};
		return <T,>(path: string) =>
			load(this.find(join(projectRoot, 'package.json'), `./${path}`)) as T;
	}

	private find(from: string, name: string): string {
		const asked = `${from} ${name}`;
		const file = this.found.get(asked) ?? fileOf(resolve(dirname(from), name));
		this.found.set(asked, file);
		return file;
	}

	private compile(file: string): Compiled {
		const known = this.compiled.get(file);
		if (known) return known;
		const path = file.slice(projectRoot.length + 1).replaceAll('\\', '/');
		const { code } = transformSync(this.edit(path, readFileSync(file, 'utf8')), {
			filename: file,
			jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
			module: { type: 'commonjs' },
		});
		const compiled = compileFunction(code, GIVEN, { filename: path }) as Compiled;
		this.compiled.set(file, compiled);
		return compiled;
	}
}

function fileOf(path: string): string {
	const tries = [path, `${path}.ts`, `${path}.js`, join(path, 'index.ts'), join(path, 'index.js')];
	const found = tries.find((file) => existsSync(file) && statSync(file).isFile());
	if (found === undefined) throw new Error(`There is no ${path.slice(projectRoot.length + 1)}`);
	return found;
}

function dateOf({ now }: Surroundings): typeof Date {
	return class extends Date {
		constructor(...given: ConstructorParameters<typeof Date> | []) {
			if (given.length === 0) super(now());
			else super(...given);
		}

		static override now(): number {
			return now();
		}
	} as typeof Date;
}

function mathOf({ random }: Surroundings): Math {
	return Object.create(Math, { random: { value: random } }) as Math;
}
