import { endProgram, programOfSystem, startProgram } from './systemServer.mts';

const MISSING = 'It is not there. Install it and run this again.';

describe('a server of the system', () => {
	it('that is missing is told in words', () => {
		expect(() => programOfSystem('no-such-server-anywhere', MISSING)).toThrow(MISSING);
	});

	it('is found on the path', () => {
		expect(programOfSystem('sh', MISSING)).toMatch(/\/sh$/);
	});

	it('is told to end, and has ended then', async () => {
		const child = startProgram(programOfSystem('sleep', MISSING), ['60'], { cwd: '/' });

		await endProgram(child);

		expect(child.signalCode).toBe('SIGTERM');
	});

	it('that ends with another signal gets that one', async () => {
		const child = startProgram(programOfSystem('sleep', MISSING), ['60'], { cwd: '/' });

		await endProgram(child, 'SIGINT');

		expect(child.signalCode).toBe('SIGINT');
	});
});
