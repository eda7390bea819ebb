import { relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../common/files.mts';

/** Stands for what is put into a sentence when it is said. */
export const HOLE = '…';

/** How far a text is followed through constants and functions; deeper it is a hole. */
const DEEPEST = 6;

/** A parameter stands for what a call gives, the key of a table for the name of a member. */
type Given = Map<ts.Node, ts.Expression | string>;

/** A choice of more texts than these is a hole: nobody would read the list. */
const MOST_WAYS = 8;

/** What an expression of the sources reads as: one text for each way that it can go. */
export class Words {
	private readonly checker: ts.TypeChecker;
	private readonly calls = new Map<ts.Node, ts.CallExpression[]>();
	/** What is put into each member of an interface of ours. */
	private readonly values = new Map<ts.Node, ts.Expression[]>();
	private readonly read = new Set<ts.Node>();
	/** What the parameters of one function are in the call that is being read, and a table's key. */
	private given: Given = new Map();

	constructor(checker: ts.TypeChecker, sources: readonly ts.SourceFile[]) {
		this.checker = checker;
		for (const source of sources) this.note(source);
	}

	of(node: ts.Node, depth = 0): string[] {
		return [...new Set(this.ways(node, depth).map(withoutDoubleHoles))];
	}

	private ways(node: ts.Node, depth: number): string[] {
		if (depth > DEEPEST) return [HOLE];
		this.read.add(node);
		const next = (inner: ts.Node) => this.of(inner, depth + 1);
		if (ts.isPropertyAssignment(node)) return next(node.initializer);
		if (ts.isShorthandPropertyAssignment(node)) {
			return this.ofSymbol(this.checker.getShorthandAssignmentValueSymbol(node), depth);
		}
		if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
		if (ts.isTemplateExpression(node)) return this.ofTemplate(node, depth);
		if (ts.isConditionalExpression(node)) return [...next(node.whenTrue), ...next(node.whenFalse)];
		if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return next(node.expression);
		if (
			ts.isBinaryExpression(node) &&
			node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
		) {
			return [...next(node.left), ...next(node.right)];
		}
		if (node.kind === ts.SyntaxKind.NullKeyword) return [];
		if (ts.isIdentifier(node)) {
			if (node.text === 'undefined') return [];
			return this.ofSymbol(this.checker.getSymbolAtLocation(node), depth);
		}
		if (ts.isPropertyAccessExpression(node)) {
			return this.ofSymbol(this.checker.getSymbolAtLocation(node.name), depth);
		}
		if (ts.isElementAccessExpression(node)) return this.ofTable(node, depth);
		if (ts.isCallExpression(node)) return this.ofCall(node, depth);
		return [HOLE];
	}

	/** The codes that an object of the sources can have as a reason; none when it is no reason. */
	codesOf(literal: ts.ObjectLiteralExpression): string[] {
		const own = literal.properties.find((member) => member.name?.getText() === 'code');
		const symbol = own ?? this.checker.getTypeAtLocation(literal).getProperty('code');
		if (!symbol) return [];
		const type =
			'kind' in symbol
				? this.typeOfMember(symbol)
				: this.checker.getTypeOfSymbolAtLocation(symbol, literal);
		const parts = type.isUnion() ? type.types : [type];
		return parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
	}

	/** The text of the expression behind a member, also where only its name stands there. */
	sourceOf(member: ts.ObjectLiteralElementLike): string {
		if (ts.isPropertyAssignment(member)) return member.initializer.getText();
		if (!ts.isShorthandPropertyAssignment(member)) return '';
		const value = this.checker.getShorthandAssignmentValueSymbol(member)?.valueDeclaration;
		if (!value) return '';
		if (ts.isBindingElement(value)) return (value.propertyName ?? value.name).getText();
		return ts.isVariableDeclaration(value) ? (value.initializer?.getText() ?? '') : '';
	}

	/**
	 * Reads something once for each way in which its parts belong together: for every call of the
	 * function around it, and for every key of a table that several parts look up by the same name.
	 */
	forEachWay<T>(node: ts.Node, read: () => T[]): T[] {
		return this.waysOf(node).flatMap((given) => {
			this.given = given;
			const found = read();
			this.given = new Map();
			return found;
		});
	}

	wasRead(node: ts.Node): boolean {
		return this.read.has(node);
	}

	fileOf(node: ts.Node): string {
		return relative(projectRoot, node.getSourceFile().fileName).replaceAll('\\', '/');
	}

	placeOf(node: ts.Node): string {
		const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
		return `${this.fileOf(node)}:${line + 1}`;
	}

	private typeOfMember(member: ts.ObjectLiteralElementLike): ts.Type {
		return this.checker.getTypeAtLocation(
			ts.isPropertyAssignment(member) ? member.initializer : member,
		);
	}

	private waysOf(node: ts.Node): Given[] {
		const table = tablesIn(node)[0];
		const key = table && this.declarationOf(table.argumentExpression);
		const members = table && this.membersOf(table);
		if (key && members && members.length > 0) {
			return members.map((member) => new Map([[key, member.name?.getText() ?? '']]));
		}
		const around = ts.findAncestor(node, ts.isFunctionLike);
		const calls = around ? (this.calls.get(around) ?? []) : [];
		if (!around || calls.length === 0) return [new Map()];
		return calls.map((call) => {
			const parameters = parametersOf(around);
			const given: Given = new Map();
			parameters.forEach((parameter, at) => {
				const value = call.arguments[at] ?? parameter.initializer;
				if (value) given.set(parameter, value);
			});
			return given;
		});
	}

	private declarationOf(node: ts.Node): ts.Declaration | undefined {
		return this.checker.getSymbolAtLocation(node)?.declarations?.[0];
	}

	private membersOf({ expression }: ts.ElementAccessExpression) {
		const declaration = this.declarationOf(expression);
		const initializer =
			declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
		return initializer && ts.isObjectLiteralExpression(initializer)
			? [...initializer.properties]
			: [];
	}

	private note(node: ts.Node): void {
		if (ts.isCallExpression(node)) {
			const target = this.checker.getResolvedSignature(node)?.declaration;
			if (target) this.calls.set(target, [...(this.calls.get(target) ?? []), node]);
		}
		if (ts.isPropertyAssignment(node)) {
			const wanted = this.checker.getContextualType(node.parent)?.getProperty(node.name.getText());
			const member = wanted?.valueDeclaration;
			if (member) this.values.set(member, [...(this.values.get(member) ?? []), node.initializer]);
		}
		ts.forEachChild(node, (child) => this.note(child));
	}

	private ofTemplate(node: ts.TemplateExpression, depth: number): string[] {
		return node.templateSpans.reduce<string[]>(
			(begun, { expression, literal }) => {
				const between = this.inside(expression, depth);
				return begun.flatMap((head) => between.map((text) => `${head}${text}${literal.text}`));
			},
			[node.head.text],
		);
	}

	/** A constant is read, a choice between two texts too; everything else is put in when it is said. */
	private inside(expression: ts.Expression, depth: number): string[] {
		const type = this.checker.getTypeAtLocation(expression);
		if (type.isStringLiteral() || type.isNumberLiteral()) {
			this.of(expression, depth + 1);
			return [String(type.value)];
		}
		const texts = [...new Set(this.of(expression, depth + 1))];
		const isOpen = texts.length === 0 || texts.some((text) => text.includes(HOLE));
		return isOpen && texts.length !== 1 ? [HOLE] : texts.length > MOST_WAYS ? [HOLE] : texts;
	}

	private ofSymbol(found: ts.Symbol | undefined, depth: number): string[] {
		const isAlias = found && found.flags & ts.SymbolFlags.Alias;
		const symbol = isAlias ? this.checker.getAliasedSymbol(found) : found;
		const declaration = symbol?.valueDeclaration;
		if (!declaration) return [HOLE];
		if (ts.isParameter(declaration)) return this.ofParameter(declaration, depth);
		if (ts.isPropertySignature(declaration)) return this.ofMember(declaration, depth);
		const isFixed =
			ts.isPropertyAssignment(declaration) ||
			(ts.isVariableDeclaration(declaration) && isConstant(declaration));
		return isFixed && declaration.initializer
			? this.of(declaration.initializer, depth + 1)
			: [HOLE];
	}

	/** What stands in this member wherever an object of its kind is made, when that is a short list. */
	private ofMember(member: ts.PropertySignature, depth: number): string[] {
		const values = this.values.get(member) ?? [];
		if (values.length === 0 || values.length > MOST_WAYS) return [HOLE];
		return values.flatMap((value) => this.of(value, depth + 1)).map(withoutNumber);
	}

	/** What stands at this place in the call that is being read, or in every call of the function. */
	private ofParameter(parameter: ts.ParameterDeclaration, depth: number): string[] {
		const given = this.given.get(parameter);
		if (typeof given === 'object') return this.of(given, depth + 1).map(withoutNumber);
		const at = parametersOf(parameter.parent).indexOf(parameter);
		const everywhere = (this.calls.get(parameter.parent) ?? []).flatMap((call) => {
			const value = call.arguments[at];
			return value ? this.of(value, depth + 1) : [];
		});
		return everywhere.length > 0 ? everywhere.map(withoutNumber) : [HOLE];
	}

	private ofTable(table: ts.ElementAccessExpression, depth: number): string[] {
		const members = this.membersOf(table);
		if (members.length === 0) return [HOLE];
		const key = this.declarationOf(table.argumentExpression);
		const wanted = key && this.given.get(key);
		return members
			.filter(({ name }) => typeof wanted !== 'string' || name?.getText() === wanted)
			.flatMap((member) => this.of(member, depth + 1));
	}

	/** What a function of ours returns; what `trim` and its like leave of a text is that text. */
	private ofCall(call: ts.CallExpression, depth: number): string[] {
		const declaration = this.checker.getResolvedSignature(call)?.declaration;
		if (declaration && !declaration.getSourceFile().isDeclarationFile && 'body' in declaration) {
			const { body } = declaration;
			if (!body) return [HOLE];
			if (!ts.isBlock(body as ts.Node)) return this.of(body as ts.Node, depth + 1);
			return returnsOf(body as ts.Block).flatMap((value) => this.of(value, depth + 1));
		}
		const { expression } = call;
		const isTrim =
			ts.isPropertyAccessExpression(expression) &&
			['trim', 'replaceAll'].includes(expression.name.text);
		return isTrim ? this.of(expression.expression, depth + 1) : [HOLE];
	}
}

/** A number that is handed over is one of many; one that stands in a constant is the only one. */
function withoutNumber(text: string): string {
	return /^\d+$/.test(text) ? HOLE : text;
}

function isConstant({ parent }: ts.VariableDeclaration): boolean {
	return Boolean(parent.flags & ts.NodeFlags.Const);
}

function withoutDoubleHoles(text: string): string {
	return text.replace(/…{2,}/g, HOLE);
}

function parametersOf(called: ts.SignatureDeclaration): ts.ParameterDeclaration[] {
	return called.parameters.filter(({ name }) => name.getText() !== 'this');
}

function tablesIn(node: ts.Node): ts.ElementAccessExpression[] {
	const found: ts.ElementAccessExpression[] = [];
	const visit = (inner: ts.Node): void => {
		if (ts.isElementAccessExpression(inner) && ts.isIdentifier(inner.argumentExpression))
			found.push(inner);
		ts.forEachChild(inner, visit);
	};
	visit(node);
	return found;
}

function returnsOf(block: ts.Block): ts.Expression[] {
	const found: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
		ts.forEachChild(node, visit);
	};
	visit(block);
	return found;
}
