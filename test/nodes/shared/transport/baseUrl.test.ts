import fc from 'fast-check';

import type { AddressProblem } from '../../../../nodes/shared/transport/baseUrl';
import {
	addressSentence,
	checkBaseUrl,
	helplineCode,
	isSameOrigin,
	joinUrl,
	normalizeBaseUrl,
} from '../../../../nodes/shared/transport/baseUrl';

const problemOf = (text: string, allowPrivateHttp = false): AddressProblem | 'fine' => {
	const checked = checkBaseUrl(text, { allowPrivateHttp });
	return checked.ok ? 'fine' : checked.problem;
};

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const path = fc
	.array(word, { maxLength: 3 })
	.map((steps) => steps.map((step) => `/${step}`).join(''));
const address = fc
	.tuple(
		fc.constantFrom('http', 'https'),
		word,
		word,
		fc.option(fc.integer({ min: 1, max: 65_535 })),
		path,
	)
	.map(
		([scheme, name, zone, port, below]) =>
			`${scheme}://${name}.${zone}${port ? `:${port}` : ''}${below}`,
	);

describe('normalizeBaseUrl', () => {
	it.each([
		['https://helpline.example.org', 'https://helpline.example.org'],
		['  https://helpline.example.org/  ', 'https://helpline.example.org'],
		['https://helpline.example.org///', 'https://helpline.example.org'],
		['https://HELPLINE.example.org:443/', 'https://helpline.example.org'],
		['https://helpline.example.org/helpline/api', 'https://helpline.example.org'],
		['https://helpline.example.org/helpline/api/', 'https://helpline.example.org'],
		['https://helpline.example.org/Helpline/API/?a=1#top', 'https://helpline.example.org'],
		['https://helpline.example.org/country/ke/', 'https://helpline.example.org/country/ke'],
		['https://helpline.example.org/ke/helpline/api', 'https://helpline.example.org/ke'],
		['https://helpline.example.org//ke', 'https://helpline.example.org/ke'],
		['https://helpline.example.org/myhelpline/api', 'https://helpline.example.org/myhelpline/api'],
		['http://localhost:3000/?x', 'http://localhost:3000'],
	])('writes %s as %s', (typed, expected) => {
		expect(normalizeBaseUrl(typed)).toBe(expected);
	});

	it('leaves text that is no address to the check', () => {
		expect(normalizeBaseUrl('  helpline dot org ')).toBe('helpline dot org');
	});

	it('changes nothing the second time', () => {
		fc.assert(
			fc.property(fc.oneof(address, fc.string()), (typed) => {
				const once = normalizeBaseUrl(typed);

				expect(normalizeBaseUrl(once)).toBe(once);
			}),
		);
	});

	it('gives one spelling to an address with slashes or the API path behind it', () => {
		fc.assert(
			fc.property(
				address,
				fc.constantFrom('/', '//', '/helpline/api', '/helpline/api/'),
				(base, end) => {
					expect(normalizeBaseUrl(base + end)).toBe(normalizeBaseUrl(base));
				},
			),
		);
	});
});

describe('checkBaseUrl', () => {
	it('hands out base, origin and host of a good address', () => {
		expect(
			checkBaseUrl('https://helpline.example.org:8443/ke/helpline/api/', {
				allowPrivateHttp: false,
			}),
		).toEqual({
			ok: true,
			base: 'https://helpline.example.org:8443/ke',
			origin: 'https://helpline.example.org:8443',
			host: 'helpline.example.org:8443',
		});
	});

	it.each([
		['', 'missing'],
		['   ', 'missing'],
		['helpline.example.org', 'scheme'],
		['localhost:3000', 'scheme'],
		['ftp://helpline.example.org', 'scheme'],
		['javascript:alert(1)', 'scheme'],
		['file:///etc/hosts', 'scheme'],
		['https://', 'not_an_address'],
		['https://two words', 'not_an_address'],
		['https://helpline.example.org:99999', 'not_an_address'],
		['https://user@helpline.example.org', 'user_in_address'],
		['https://user:secret@helpline.example.org', 'user_in_address'],
	])('refuses %p as %s', (typed, problem) => {
		expect(problemOf(typed)).toBe(problem);
		expect(problemOf(typed, true)).toBe(problem);
	});

	it.each([
		'http://localhost',
		'http://localhost:3000',
		'http://LOCALHOST./',
		'http://127.0.0.1',
		'http://127.8.9.10:5678',
		'http://2130706433',
		'http://[::1]:3000',
		'http://[::ffff:127.0.0.1]',
	])('lets plain HTTP go to this machine: %s', (typed) => {
		expect(problemOf(typed)).toBe('fine');
	});

	it.each([
		'http://10.0.0.1',
		'http://10.255.255.255',
		'http://172.16.0.1',
		'http://172.31.255.1',
		'http://192.168.1.20:8080',
		'http://169.254.10.1',
		'http://[fd00::12]',
		'http://[fc00::1]',
		'http://[fe80::1]',
		'http://[febf::1]',
		'http://[::ffff:10.1.2.3]',
		'http://[::ffff:192.168.0.1]',
		'http://openchs',
		'http://ai-service:8123',
	])('lets plain HTTP go into a private network only with the switch: %s', (typed) => {
		expect(problemOf(typed)).toBe('private_http');
		expect(problemOf(typed, true)).toBe('fine');
	});

	it.each([
		'http://helpline.example.org',
		'http://8.8.8.8',
		'http://172.15.0.1',
		'http://172.32.0.1',
		'http://192.169.0.1',
		'http://169.253.0.1',
		'http://11.0.0.1',
		'http://0.0.0.0',
		'http://128.0.0.1',
		'http://[2001:db8::1]',
		'http://[fec0::1]',
		'http://[fe00::1]',
		'http://[::ffff:8.8.8.8]',
		'http://[::2]',
		'http://localhost.example.org',
		'http://127.0.0.1.example.org',
		'http://10.example.org',
	])('never lets plain HTTP go to a public address: %s', (typed) => {
		expect(problemOf(typed)).toBe('public_http');
		expect(problemOf(typed, true)).toBe('public_http');
	});

	it('never lets plain HTTP out to a name with a dot, whatever stands before or behind it', () => {
		fc.assert(
			fc.property(address, (typed) => {
				expect(problemOf(typed, true)).toBe(typed.startsWith('https') ? 'fine' : 'public_http');
			}),
		);
	});

	it('takes HTTPS to any host without a switch', () => {
		fc.assert(
			fc.property(fc.ipV4(), (ip) => {
				expect(problemOf(`https://${ip}`)).toBe('fine');
			}),
		);
	});

	it('judges an IPv4 address and its IPv6 form alike', () => {
		fc.assert(
			fc.property(fc.ipV4(), fc.boolean(), (ip, allow) => {
				expect(problemOf(`http://[::ffff:${ip}]`, allow)).toBe(problemOf(`http://${ip}`, allow));
			}),
		);
	});
});

describe('addressSentence', () => {
	it.each<AddressProblem>([
		'missing',
		'not_an_address',
		'scheme',
		'user_in_address',
		'private_http',
		'public_http',
	])('says what happened and what to do: %s', (problem) => {
		const { message, description } = addressSentence(problem);

		expect(message).toContain("'Base URL'");
		expect(description.length).toBeGreaterThan(10);
	});
});

describe('joinUrl', () => {
	it.each([
		['https://h.example', '/helpline/api/cases', 'https://h.example/helpline/api/cases'],
		['https://h.example/', 'helpline/api', 'https://h.example/helpline/api'],
		['https://h.example/ke//', '//cases', 'https://h.example/ke/cases'],
		['https://h.example', '', 'https://h.example/'],
	])('joins %s and %s', (base, below, expected) => {
		expect(joinUrl(base, below)).toBe(expected);
	});

	it('never leaves the host of the base', () => {
		fc.assert(
			fc.property(
				address,
				fc.oneof(fc.string(), fc.webUrl(), fc.constant('\\\\evil.example')),
				(base, below) => {
					const joined = joinUrl(base, below);

					expect(URL.canParse(joined) ? isSameOrigin(joined, base) : true).toBe(true);
				},
			),
		);
	});
});

describe('isSameOrigin', () => {
	it.each([
		['https://h.example/a', 'https://H.example:443/b', true],
		['https://h.example', 'http://h.example', false],
		['https://h.example', 'https://h.example:8443', false],
		['https://h.example', 'https://h.example.evil.example', false],
		['https://h.example', 'https://h.example@evil.example', false],
		['', '', false],
		['data:text/plain,a', 'data:text/plain,a', false],
	])('%s and %s: %s', (a, b, expected) => {
		expect(isSameOrigin(a, b)).toBe(expected);
	});
});

describe('helplineCode', () => {
	it.each([
		['ke-116', 'https://h.example', 'ke-116'],
		['  Línea de la Niñez ', 'https://h.example', 'linea-de-la-ninez'],
		['', 'https://helpline.example.org', 'helpline-example-org'],
		[undefined, 'https://helpline.example.org/helpline/api', 'helpline-example-org'],
		['---', 'http://localhost:3000', 'localhost-3000'],
		['', 'https://helpline.example.org/ke', 'helpline-example-org-ke'],
		['', 'no address', 'openchs'],
	])('%p at %s is %s', (typed, base, expected) => {
		expect(helplineCode(typed, base)).toBe(expected);
	});

	it('keeps two helplines on one machine apart', () => {
		expect(helplineCode('', 'http://localhost:3000')).not.toBe(
			helplineCode('', 'http://localhost:3001'),
		);
	});

	it('keeps two long names that begin alike apart', () => {
		const start = 'https://a-very-long-name-of-a-helpline.country';

		expect(helplineCode('', `${start}-one.example`)).not.toBe(
			helplineCode('', `${start}-two.example`),
		);
	});

	it('is always short, of lower case letters, digits and dashes, and the same again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), address, (typed, base) => {
				const code = helplineCode(typed, base);

				expect(code).toMatch(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/);
				expect(helplineCode(code, base)).toBe(code);
			}),
		);
	});
});
