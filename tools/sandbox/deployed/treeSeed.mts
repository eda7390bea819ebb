import { SEED_CASES } from '../seedTexts.mts';
import { type Node, Tree } from './tree.mts';

/** The project's default configuration names these; on an installation they are settings (15). */
export const ROOTS = {
	category: '362557',
	ageGroup: '101',
	sex: '120',
	location: '88',
	nationality: '126',
	idType: '362409',
	language: '123',
	tribe: '133',
	relationship: '236634',
	disability: '236669',
	notInSchool: '362466',
	sharesHome: '236631',
	employment: '236648',
	health: '236660',
	schoolType: '236711',
	schoolLevel: '236712',
	hiv: '105',
	marital: '236654',
	household: '236674',
	assessment: '236694',
	justice: '236687',
	referral: '236707',
	service: '113',
	heardAbout: '236700',
	disposition: '362515',
} as const;

export const COMPLETE = '362527';

interface Sketch {
	[name: string]: string | readonly [id: string, below: Sketch];
}

/** Ids as recorded (16, 30, 72 to 74); the rest is made up. */
const RECORDED: ReadonlyArray<readonly [id: string, name: string, below: Sketch]> = [
	[
		ROOTS.category,
		'Case Category',
		{
			Abuse: [
				'87',
				{
					'Physical Abuse': ['362263', { Beating: '362264', Burning: '362265' }],
					'Sexual Abuse': ['362271', { Defilement: '362272' }],
					'Emotional Abuse': ['362279', { Threats: '362281' }],
					Neglect: '362290',
				},
			],
			Counseling: ['361944', { 'Peer Relationships': '361945', 'Family Relationships': '361946' }],
			'Information Inquiry': ['362305', { 'About 116': '362306', 'Service Directory': '362307' }],
		},
	],
	[
		ROOTS.ageGroup,
		'Age Group',
		{
			'0-5': '361950',
			'6-12': '361951',
			'13-17': '361952',
			'18-24': '361953',
			'25-34': '361954',
			'35-59': '361955',
			'60+': '361956',
			Unknown: '361957',
		},
	],
	[ROOTS.sex, 'Sex', { Male: '121', Female: '122', Other: '361958', Unknown: '361959' }],
	[
		ROOTS.location,
		'Location',
		{
			Central: [
				'258783',
				{ Kampala: ['258784', { 'Kampala Central': '258785' }], Wakiso: '258790' },
			],
			Northern: ['258800', { Gulu: '258801' }],
		},
	],
	[ROOTS.nationality, 'Nationality', { Sampleland: '127', Testania: '128' }],
	[ROOTS.idType, 'ID Type', { 'National ID': '362410', Passport: '362411' }],
	[ROOTS.language, 'Language', { English: '124', Swahili: '125', French: '361960' }],
	[ROOTS.tribe, 'Tribe', { 'Made-up Tribe': '134' }],
	[
		ROOTS.relationship,
		'Relationship',
		{
			Parent: '236635',
			Relative: '236636',
			Neighbour: '236637',
			Teacher: '236638',
			Self: '236639',
		},
	],
	[ROOTS.disability, 'Disability', { Hearing: '236670', Mobility: '236671' }],
	[ROOTS.notInSchool, 'Not In School', { Fees: '362467', Illness: '362468' }],
	[ROOTS.sharesHome, 'Shares Home', { Yes: '236632', No: '236633' }],
	[ROOTS.employment, 'Employment', { Employed: '236649', Unemployed: '236650' }],
	[ROOTS.health, 'Health', { Good: '236661', Poor: '236662' }],
	[ROOTS.schoolType, 'School Type', { Day: '236713', Boarding: '236714' }],
	[ROOTS.schoolLevel, 'School Level', { Primary: '236715', Secondary: '236716' }],
	[ROOTS.hiv, 'HIV Status', { Negative: '106', Positive: '107', Unknown: '108' }],
	[ROOTS.marital, 'Marital Status', { Single: '236655', Married: '236656' }],
	[ROOTS.household, 'Household', { 'Both Parents': '236675', 'One Parent': '236676' }],
	[ROOTS.assessment, 'Assessment', { Progressing: '236695', Completed: '236696' }],
	[ROOTS.justice, 'Justice', { 'Reported to Police': '236688', 'In Court': '236689' }],
	[ROOTS.referral, 'Referral', { Hospital: '236708', Shelter: '236709' }],
	[ROOTS.service, 'Service', { Counselling: '116', Police: '362036' }],
	[ROOTS.heardAbout, 'Heard About', { Radio: '236701', Friend: '236702' }],
	[
		ROOTS.disposition,
		'Disposition',
		{
			Complete: COMPLETE,
			'Silent Call': '362530',
			'Prank Call': '362531',
			'Follow Up': '362556',
			'Case Edit Follow Up': '363031',
			'Case Update Follow Up': '363032',
			'Edit Contact': '363033',
			'New Contact': '363034',
			'Case Update': '363035',
			'Case Edit': '363036',
			'New Case': '363037',
		},
	],
];

/** The recorded entries, then those that the made-up cases of the demo need. */
export function seedTree(): Tree {
	const tree = new Tree();
	for (const [id, name, below] of RECORDED) addBelow(tree, tree.add(name, undefined, id), below);
	for (const { category, subcategory } of SEED_CASES) {
		addPath(tree, ROOTS.category, [category, ...subcategory.split(' > ')]);
	}
	for (const { location } of SEED_CASES) {
		if (location !== 'Unknown') addPath(tree, ROOTS.location, ['Made-up Region', location]);
	}
	// Eleven children: a node shows ten of them (72), and one more is out of use.
	const region = tree.find(ROOTS.location, ['Made-up Region']);
	tree.add('Former District', region, undefined, false);
	return tree;
}

function addBelow(tree: Tree, parent: Node, below: Sketch): void {
	for (const [name, entry] of Object.entries(below)) {
		if (typeof entry === 'string') tree.add(name, parent, entry);
		else addBelow(tree, tree.add(name, parent, entry[0]), entry[1]);
	}
}

function addPath(tree: Tree, rootId: string, names: readonly string[]): void {
	let node = tree.get(rootId);
	for (const name of names) {
		node = node?.children.find((child) => child.name === name) ?? tree.add(name, node);
	}
}
