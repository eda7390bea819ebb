/**
 * Every sentence that the package can say to a person, read from its sources: reasons (what happened,
 * what to do) and remarks. A sentence in a shape that cannot be read here stops the making of the page.
 */
import { join, relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../common/files.mts';
import { Words } from './words.mts';

export interface SaidReason {
	/** One of the codes of `transport/errors.ts`; null where the reason behind it has one of its own. */
	readonly code: string | null;
	/** `…` stands for a value that is put in when it is said: a count, a time, a label. */
	readonly message: string;
	/** What to do next, in the package's own words; empty where the code alone says it. */
	readonly steps: readonly string[];
	readonly file: string;
}

export interface SaidRemark {
	readonly text: string;
	/** Whether it goes to n8n's log, and to nobody else. */
	readonly isLogged: boolean;
	readonly file: string;
}

export interface Said {
	readonly reasons: readonly SaidReason[];
	readonly remarks: readonly SaidRemark[];
}

/** Options may take their description from a constant of such a file. */
const FILES_OF_FIELDS = /(?:^|\/)properties(?:\/.*)?\.ts$|Properties\.ts$/;

/** What n8n shows of a node's or credential's fields; the editor has those, no page needs to. */
const OF_FIELDS = ['action', 'description', 'hint', 'displayName', 'placeholder'];

/** What somebody asked for, as a part of a sentence. */
const PART_OF_ONE = 'offeredAs';

/** Refusals of a webhook are told to the caller and to n8n's log. */
const REMARK_MEMBER = 'sentence';

/** A reason that takes its code from another one can have any; it is told without. */
const MOST_CODES = 3;

/** Four words or more, with a stop. A pattern or a name is none. */
const WITH_STOP = /^\S+(?: \S+){3,}[.?!]$/;
/** Without a stop it is a sentence when it does not read like a label, whose words are capitals mostly. */
const WITHOUT_STOP = /^['"…A-Z](?=\S*(?: \S+){3,}$)(?:.*? [a-z]\S+){3}/;
/** Such texts are fields' as well, handed to what builds them. */
const FILES_WITH_LABELS = /\.operation\.ts$|[fF]ields\.ts$|\/wire\//;

export function saidBy(program: ts.Program, isOurs: (file: string) => boolean): Said {
	const sources = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName));
	const words = new Words(program.getTypeChecker(), sources);
	const literals = sources.flatMap((source) => nodesIn(source, ts.isObjectLiteralExpression));
	const reasons = literals.flatMap((literal) => reasonsIn(literal, words));
	const remarks = sources
		.filter(({ fileName }) => !FILES_OF_FIELDS.test(fileName))
		.flatMap((source) => remarksIn(source, words));
	return { reasons: withoutRepeats(reasons), remarks: withoutRepeats(remarks) };
}

/** The sentences of the package as it lies in the folder. */
export function saidByThePackage(): Said {
	const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile);
	const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
	const program = ts.createProgram(fileNames, { ...options, noEmit: true });
	const ours = new Set(fileNames.map((name) => relative(projectRoot, name)));
	return saidBy(program, (file) => ours.has(relative(projectRoot, file)));
}

function nodesIn<T extends ts.Node>(root: ts.Node, isWanted: (node: ts.Node) => node is T): T[] {
	const found: T[] = [];
	const visit = (node: ts.Node): void => {
		if (isWanted(node)) found.push(node);
		ts.forEachChild(node, visit);
	};
	visit(root);
	return found;
}

/** A reason has a message, and a code or what to do; a record of a message has neither. */
function reasonsIn(literal: ts.ObjectLiteralExpression, words: Words): SaidReason[] {
	const message = memberOf(literal, 'message');
	const description = memberOf(literal, 'description');
	if (!message) return [];
	const codes = words.codesOf(literal);
	if (codes.length === 0 && !description) return [];
	const file = words.fileOf(literal);
	const code = codes.length > MOST_CODES ? [null] : codes;
	const found = words.forEachWay(literal, () => {
		const steps = description ? words.of(description).filter(isSaid) : [];
		const said = words.of(message).filter(isSentence);
		return said.flatMap((text) =>
			(code.length === 0 ? [null] : code).map((each) => ({
				code: each,
				message: text,
				steps,
				file,
			})),
		);
	});
	// What only hands another sentence on was found where that one stands.
	if (found.length === 0 && !/\b(?:message|sentence)\b/.test(words.sourceOf(message)))
		throw new Error(`${words.placeOf(literal)}: this sentence cannot be read`);
	return found;
}

function isSentence(text: string): boolean {
	return (text.match(/[a-z]{2,}/gi) ?? []).length >= 3;
}

function isSaid(text: string): boolean {
	return /[a-z]{2}/i.test(text);
}

function memberOf(literal: ts.ObjectLiteralExpression, name: string) {
	return literal.properties.find((member) => member.name?.getText() === name);
}

function remarksIn(source: ts.SourceFile, words: Words): SaidRemark[] {
	return nodesIn(source, isText).flatMap((node) => {
		if (words.wasRead(node) || isOfAField(node) || isThrown(node)) return [];
		return words
			.of(node)
			.map((text) => text.replaceAll(/<\/?\w+>/g, '').trim())
			.filter((text) => isRemark(text, words.fileOf(node)) || isMember(node, REMARK_MEMBER))
			.map((text) => ({ text, isLogged: isLogged(node), file: words.fileOf(node) }));
	});
}

function isRemark(text: string, file: string): boolean {
	if (text.includes('<')) return false;
	return WITH_STOP.test(text) || (!FILES_WITH_LABELS.test(file) && WITHOUT_STOP.test(text));
}

/** A plain error of ours never reaches a person: another sentence takes its place. */
function isThrown({ parent }: ts.Node): boolean {
	return (
		ts.isNewExpression(parent) ||
		(ts.isPropertyAssignment(parent) && parent.name.getText() === PART_OF_ONE)
	);
}

function isLogged({ parent }: ts.Node): boolean {
	return ts.isCallExpression(parent) && /\blogger\.\w+$/.test(parent.expression.getText());
}

function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
	return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function isMember(node: ts.Node, name: string): boolean {
	return ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === name;
}

function isOfAField(node: ts.Node): boolean {
	for (let at = node.parent; at && !ts.isBlock(at); at = at.parent)
		if (ts.isPropertyAssignment(at) && OF_FIELDS.includes(at.name.getText())) return true;
	return false;
}

function withoutRepeats<T>(all: readonly T[]): T[] {
	const kept = new Map(all.map((each) => [JSON.stringify(each), each]));
	return [...kept.values()];
}
