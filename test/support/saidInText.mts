import ts from 'typescript';
import { saidBy, type Said } from '../../tools/docs/sentences.mts';

const FILE = '/made-up/said.ts';

/** What the reader of sentences finds in a made-up source file. */
export function saidInText(text: string): Said {
	const options: ts.CompilerOptions = { strict: true, target: ts.ScriptTarget.ES2022 };
	const host = ts.createCompilerHost(options);
	const { getSourceFile, fileExists, readFile } = host;
	host.getSourceFile = (name, ...more) =>
		name === FILE
			? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
			: getSourceFile(name, ...more);
	host.fileExists = (name) => name === FILE || fileExists(name);
	host.readFile = (name) => (name === FILE ? text : readFile(name));
	return saidBy(ts.createProgram([FILE], options, host), (file) => file === FILE);
}
