import { columnLine, titleOf } from './report';
import type { Moment, ReasonCount, Summary } from './summary';
import { figures, notices, rowsOf } from './summary';

const BARS = 12;
const CHART = { width: 640, height: 120 };

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;color:#12302e;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;border-left:.4rem solid #0d7f78;padding-left:.7rem}
h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid #d9e6e4;vertical-align:top}
.figures td:last-child{font-weight:600}
.bar{display:grid;grid-template-columns:15rem 1fr 3rem;gap:.6rem;align-items:center;margin:.25rem 0}
.bar i{display:block;height:1rem;background:#ffb454;border-radius:.2rem}
.notice li{margin:.3rem 0}
footer{color:#5b7471;font-size:.85rem;margin-top:2.5rem}
@media(prefers-color-scheme:dark){body{background:#0c1f1e;color:#e3f1ef}td,th{border-color:#24403d}footer{color:#8fb0ac}}
`.trim();

/** The report as a page of its own: nothing is loaded from anywhere, and no value of the file stands in it. */
export function toPage(summary: Summary): string {
	const title = titleOf(summary);
	const { reasons, timeLine } = summary.tally;
	return [
		'<!doctype html>',
		'<html lang="en"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${escape(title)}</title><style>${STYLE}</style></head><body>`,
		`<h1>${escape(title)}</h1>`,
		`<table class="figures">${figures(summary)
			.map(({ label, value }) => `<tr><td>${escape(label)}</td><td>${escape(value)}</td></tr>`)
			.join('')}</table>`,
		noticeList(notices(summary)),
		chart(reasons),
		reasonTable(reasons),
		timeChart(timeLine, summary),
		`<h2>Columns</h2><ul>${summary.mapping.columns
			.map((column) => `<li>${escape(columnLine(column, summary))}</li>`)
			.join('')}</ul>`,
		'<footer>Row numbers count as a spreadsheet does. This page holds no value of the file.</footer>',
		'</body></html>',
		'',
	].join('\n');
}

function noticeList(sentences: readonly string[]): string {
	if (sentences.length === 0) return '';
	const items = sentences.map((sentence) => `<li>${escape(sentence)}</li>`).join('');
	return `<h2>To look at</h2><ul class="notice">${items}</ul>`;
}

/** Refusals by reason, the most frequent first. */
function chart(reasons: readonly ReasonCount[]): string {
	const [most] = reasons;
	if (!most) return '';
	const bars = reasons.slice(0, BARS).map(({ column, reason, count }) => {
		const label = `${column === null ? '' : `${column}: `}${reason}`;
		const width = Math.max(1, Math.round((count / most.count) * 100));
		return `<div class="bar"><span>${escape(label)}</span><i style="width:${width}%"></i><b>${count}</b></div>`;
	});
	return `<h2>Why rows are to fix</h2>${bars.join('')}`;
}

function reasonTable(reasons: readonly ReasonCount[]): string {
	if (reasons.length === 0) return '';
	const rows = reasons.map(
		({ column, reason, advice, count, rows: named }) =>
			`<tr><td>${escape(column ?? '')}</td><td>${escape(reason)}<br><small>${escape(advice)}</small></td><td>${escape(rowsOf(named, count))}</td></tr>`,
	);
	return `<h2>To fix</h2><table><tr><th>Column</th><th>Reason</th><th>Where</th></tr>${rows.join('')}</table>`;
}

/** How many rows were done when, as one line over the time of the run. */
function timeChart(moments: readonly Moment[], { rows }: Summary): string {
	const last = moments.at(-1);
	if (!last || moments.length < 2) return '';
	const span = Math.max(last.seconds, 0.001);
	const most = Math.max(rows, last.done, 1);
	const place = (seconds: number, count: number) =>
		`${((seconds / span) * CHART.width).toFixed(1)},${((1 - count / most) * CHART.height).toFixed(1)}`;
	const line = (of: (moment: Moment) => number) =>
		moments.map((moment) => place(moment.seconds, of(moment))).join(' ');
	return [
		'<h2>Time line</h2>',
		`<svg viewBox="0 0 ${CHART.width} ${CHART.height}" width="100%" role="img" aria-label="Rows done over time">`,
		`<rect width="${CHART.width}" height="${CHART.height}" fill="none" stroke="#8fb0ac"/>`,
		`<polyline fill="none" stroke="#0d7f78" stroke-width="2" points="${line(({ done }) => done)}"/>`,
		`<polyline fill="none" stroke="#ffb454" stroke-width="2" points="${line(({ toFix }) => toFix)}"/>`,
		'</svg>',
		`<p><small>Rows done (green) and to fix (yellow), over ${last.seconds.toFixed(0)} seconds.</small></p>`,
	].join('');
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
