/** Time that passes when somebody lets it: hours in milliseconds. What is planned happens on the way. */
export class PlayedClock {
	private at: number;
	private planned: Array<{ at: number; work: () => void }> = [];

	constructor(at: number) {
		this.at = at;
	}

	now = (): number => this.at;

	plan(at: number, work: () => void): void {
		this.planned.push({ at, work });
		this.planned.sort((one, other) => one.at - other.at);
	}

	pass(ms: number): void {
		const until = this.at + ms;
		for (let first = this.planned[0]; first && first.at <= until; first = this.planned[0]) {
			this.planned.shift();
			this.at = Math.max(this.at, first.at);
			first.work();
		}
		this.at = until;
	}
}
