import { randomInt } from 'node:crypto';

/** Old codes are of no use to anyone; the page shows the newest first. */
const KEPT = 100;

export interface OutboxEntry {
	address: string;
	addressType: 'email' | 'phone';
	code: string;
	sentAt: string;
	/** Milliseconds on the server's clock. */
	expiresAt: number;
	used: boolean;
}

/** Stands in for the mail and text-message services: codes land here and nowhere else. */
export class Outbox {
	private entries: OutboxEntry[] = [];

	send(entry: Omit<OutboxEntry, 'code' | 'used'>): OutboxEntry {
		const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
		const sent = { ...entry, code, used: false };
		// A newer code makes the older ones for the same address worthless.
		for (const older of this.entries) if (older.address === entry.address) older.used = true;
		this.entries = [sent, ...this.entries].slice(0, KEPT);
		return sent;
	}

	/** True once per code, and only in its time. */
	redeem(address: string, code: string, now: number): boolean {
		const entry = this.entries.find((sent) => sent.address === address && !sent.used);
		if (!entry || entry.code !== code || entry.expiresAt <= now) return false;
		entry.used = true;
		return true;
	}

	list(): readonly OutboxEntry[] {
		return this.entries;
	}

	clear(): void {
		this.entries = [];
	}
}

export function outboxPage(entries: readonly OutboxEntry[]): string {
	const rows = entries.map((entry) => {
		const state = entry.used ? 'used or replaced' : 'waiting';
		const cells = [entry.sentAt, entry.address, entry.code, state].map(
			(cell) => `<td>${escapeHtml(cell)}</td>`,
		);
		return `<tr>${cells.join('')}</tr>`;
	});
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox outbox</title>',
		'<meta http-equiv="refresh" content="3">',
		'<style>body{font:16px sans-serif;margin:2em}td,th{padding:.3em 1em;text-align:left}',
		'td:nth-child(3){font:bold 20px monospace}</style></head><body>',
		'<h1>One-time codes</h1><p>Nothing is really sent: every code of this sandbox is shown here.</p>',
		rows.length > 0
			? '<table><tr><th>Sent</th><th>Address</th><th>Code</th><th>State</th></tr>'
			: '<p>No code has been asked for yet.</p><table>',
		...rows,
		'</table></body></html>',
	].join('\n');
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
