import type { Entry, Tree } from '../../../../../nodes/shared/helpline/deployed/trees';
import {
	ageGroupOf,
	isBelow,
	matchesOf,
	pathSteps,
} from '../../../../../nodes/shared/helpline/deployed/trees';

const treeOf = (...paths: string[]): Tree => ({
	rootId: '1',
	entries: paths.map((path, index) => {
		const steps = pathSteps(path);
		return {
			id: String(10 + index),
			name: steps.at(-1) ?? '',
			path: steps,
			parentId: '1',
			raw: {},
		};
	}),
});

const TREE = treeOf(
	'^Abuse',
	'^Abuse^Physical Abuse',
	'^Abuse^Physical Abuse^Beating',
	'^Neglect^Beating',
	'^Neglect^Abuse',
	'^Zoë',
);

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

describe('matchesOf', () => {
	it.each([
		['10', ['10']],
		['99', []],
		['Physical Abuse', ['11']],
		['physical  abuse', ['11']],
		['Beating', ['12', '13']],
		['Abuse > Physical Abuse > Beating', ['12']],
		['Physical Abuse > Beating', ['12']],
		['^Neglect^Beating', ['13']],
		['Abuse', ['10', '14']],
		['^Abuse', ['10']],
		['Neglect > Physical Abuse', []],
		['ZOE\u0308', ['15']],
		['', []],
		['>', []],
	])('takes %j for %j', (given, found) => {
		expect(ids(matchesOf(TREE, given))).toEqual(found);
	});
});

describe('isBelow', () => {
	it('goes by the path, not by the name', () => {
		const [abuse, , beating, other] = TREE.entries;

		expect(isBelow(beating!, abuse!)).toBe(true);
		expect(isBelow(other!, abuse!)).toBe(false);
		expect(isBelow(abuse!, abuse!)).toBe(false);
	});
});

describe('ageGroupOf', () => {
	const groups = treeOf('^0-5', '^6-12', '^13 - 17', '^60+', '^Unknown');

	it.each([
		[0, '10'],
		[5, '10'],
		[6, '11'],
		[17, '12'],
		[75, '13'],
		[30, undefined],
	])('finds the group of %i', (age, id) => {
		expect(ageGroupOf(groups, age)?.id).toBe(id);
	});
});
