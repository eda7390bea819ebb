export interface SuiteResult {
	readonly name: string;
	readonly passed: number;
	readonly failed: number;
	readonly seconds: number;
}
