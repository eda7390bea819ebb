import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ahead } from '../shared/export/ahead';
import { NewMembers } from '../shared/export/columns';
import { stampOf } from '../shared/export/fileNames';
import type { Likeness, Manifest } from '../shared/export/manifest';
import { newManifest } from '../shared/export/manifest';
import type { WrittenFile } from '../shared/export/partFiles';
import type { BatchRun } from '../shared/helpline/client';
import type { ExportAsk, ExportEnd } from '../shared/helpline/export';
import type { FoundCase } from '../shared/record/case';
import type { Reason } from '../shared/transport/errors';
import { cleanError, reasonFor, toNodeError } from '../shared/transport/errors';
import { STOPPED } from '../shared/transport/sentences';
import { fileItems, manifestItem } from './exportItems';
import type { ExportWindow } from './checkpoint';
import type { Profile } from './profile';
import { addRelated } from './related';
import { inSentences, NOT_WHOLE, notKept, remarksOf } from './sentences';
import type { Settings } from './settings';
import type { Sink } from './sink';
import { Items, openFiles } from './sink';
import { CANNOT_TELL, lastReferences, readPresent, References, writeVanished } from './vanished';

export interface Exported {
	items: INodeExecutionData[];
	/** Sentences to show above the output. */
	hints: string[];
	rows: number;
}

/** One line in n8n's log a minute. */
const TELL_EVERY_MS = 60_000;

/** One export under way: reads, writes, and says how it ended. */
export class ExportJob {
	private readonly stamp: string;
	private readonly ask: ExportAsk;
	private readonly news: NewMembers;
	private rows = 0;
	private toldAt = Date.now();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly runs: BatchRun,
		private readonly settings: Settings,
		private readonly profile: Profile,
		private readonly window: ExportWindow,
		private readonly now: number,
		private readonly itemIndex: number,
	) {
		const isIncremental = settings.continueFrom.from !== 'beginning';
		const since = isIncremental && window.from !== null ? { updatedSince: window.from } : {};
		this.stamp = stampOf(now, context.getTimezone());
		this.news = new NewMembers(profile.columns);
		this.ask = {
			query: { ...settings.query, ...since },
			changedBefore: isIncremental && window.from !== null ? window.until : null,
			now,
			withChildren: profile.needsChildren,
		};
	}

	async run(likeness: Likeness): Promise<Exported> {
		const { context, settings, itemIndex, window } = this;
		const last = settings.tellsVanished
			? await lastReferences(context, settings, window.last, itemIndex)
			: null;
		const sink = settings.form === 'items' ? new Items(itemIndex) : this.open('cases');
		const references = settings.tellsVanished ? new References(this.open('references')) : null;
		const opened: Array<{ drop(): void }> = [sink, ...(references ? [references] : [])];
		try {
			const { end, ended } = await this.walk(sink, references);
			const files = await this.closed(sink);
			const vanished =
				ended === null && references
					? await this.vanished(references, end, last, opened)
					: { files: [], ended: null };
			if (references) files.push(...vanished.files, ...(await this.closed(references)));
			const why = ended ?? vanished.ended;
			if (sink instanceof Items) return this.asItems(sink, end, why);
			return await this.asFiles(likeness, files, end, why);
		} catch (error) {
			for (const each of opened) each.drop();
			throw cleanError(context.getNode(), error, itemIndex);
		}
	}

	/** Reads to the end; what keeps it from getting there is told, and what was read stays. */
	private async walk(
		sink: Sink,
		references: References | null,
	): Promise<{ end: ExportEnd | null; ended: Reason | null }> {
		const walk = ahead(this.runs.exports.walkCases(this.ask, this.itemIndex));
		try {
			for (;;) {
				const page = await this.told(walk.next());
				if (page instanceof Failed) return { end: null, ended: page.reason };
				if (page.done) {
					const end = page.value;
					return { end, ended: end.isWhole ? null : NOT_WHOLE };
				}
				const failed = await this.write(page.value, sink, references);
				if (failed) return { end: null, ended: failed.reason };
			}
		} finally {
			await walk.return({} as ExportEnd);
		}
	}

	private async write(
		page: readonly FoundCase[],
		sink: Sink,
		references: References | null,
	): Promise<Failed | null> {
		const { helpline } = this.runs;
		const rows = page.map((found) => ({ id: found.record.id, row: this.profile.row(found) }));
		const added = await this.told(
			addRelated(helpline, rows, this.settings.include, this.itemIndex),
		);
		if (added instanceof Failed) return added;
		for (const [at, found] of page.entries()) {
			this.news.look(found);
			await this.kept(sink.add(rows[at]?.row ?? {}));
			await this.kept(references?.add(this.profile.referenceOf(found)));
			this.rows += 1;
		}
		this.tellProgress();
		return null;
	}

	/** A failure of the server ends an export that has begun; a stop ends the run, and so does one before the first case. */
	private async told<T>(asked: Promise<T>): Promise<T | Failed> {
		try {
			return await asked;
		} catch (error) {
			const { context, itemIndex } = this;
			if (context.getExecutionCancelSignal()?.aborted) {
				throw toNodeError(context.getNode(), STOPPED, itemIndex);
			}
			if (this.rows === 0 || this.settings.form === 'items') {
				throw cleanError(context.getNode(), error, itemIndex);
			}
			return new Failed(reasonFor(error));
		}
	}

	/** What n8n's store refuses is no failure of the server. */
	private async kept<T>(writing: Promise<T> | undefined): Promise<T | undefined> {
		try {
			return await writing;
		} catch {
			throw toNodeError(this.context.getNode(), notKept(), this.itemIndex);
		}
	}

	private async closed(sink: Pick<Sink, 'close'>): Promise<WrittenFile[]> {
		return (await this.kept(sink.close())) ?? [];
	}

	/** What is gone can be told only where everything that is there was read. */
	private async vanished(
		references: References,
		end: ExportEnd | null,
		last: Awaited<ReturnType<typeof lastReferences>>,
		opened: Array<{ drop(): void }>,
	): Promise<{ files: WrittenFile[]; ended: Reason | null }> {
		const isAll = this.ask.query.updatedSince === undefined;
		let seen = { present: references.written, end };
		if (!isAll) {
			const read = readPresent(this.runs, this.ask, this.profile, references, this.itemIndex);
			const answer = await this.told(read);
			if (answer instanceof Failed) return { files: [], ended: answer.reason };
			seen = answer;
		}
		const isSure = seen.end !== null && seen.end.isWhole && seen.end.damaged === 0;
		if (!isSure) return { files: [], ended: CANNOT_TELL };
		if (last === null) return { files: [], ended: null };
		const written = await writeVanished(
			this.context,
			last,
			seen.present,
			this.profile.keyColumn,
			() => {
				const file = this.open('tombstones');
				opened.push(file);
				return file;
			},
		);
		if ('code' in written) return { files: [], ended: written };
		return { files: await this.closed(written), ended: null };
	}

	private open(kind: 'cases' | 'references' | 'tombstones'): Sink {
		return openFiles(this.context, this.settings, this.profile, kind, this.stamp);
	}

	/** Items have no manifest that would say that they are not all: they come whole or not at all. */
	private asItems({ items }: Items, end: ExportEnd | null, ended: Reason | null): Exported {
		if (ended) throw toNodeError(this.context.getNode(), ended, this.itemIndex);
		return { items, hints: remarksOf(end, this.news.names), rows: this.rows };
	}

	private async asFiles(
		likeness: Likeness,
		files: WrittenFile[],
		end: ExportEnd | null,
		ended: Reason | null,
	): Promise<Exported> {
		const { context, settings, window, itemIndex } = this;
		const manifest: Manifest = newManifest({
			...likeness,
			form: settings.form,
			created_at: new Date(this.now).toISOString(),
			window: { from: window.from, until: window.until },
			files: files.map(({ facts }) => facts),
			complete: ended === null,
			ended: ended === null ? null : inSentences(ended),
		});
		const hints = remarksOf(end, this.news.names);
		const summary: IDataObject = {
			read: end?.read ?? this.rows,
			server_total: end?.total ?? null,
			damaged: end?.damaged ?? 0,
			left_inside: this.news.names,
			remarks: hints,
		};
		const what = { manifest, summary, stamp: this.stamp };
		const { binaryField } = settings;
		return {
			items: [
				...fileItems(files, likeness.helpline, binaryField, itemIndex),
				await manifestItem(context, what, binaryField, [itemIndex]),
			],
			hints: manifest.ended === null ? hints : [manifest.ended, ...hints],
			rows: this.rows,
		};
	}

	private tellProgress(): void {
		if (Date.now() - this.toldAt < TELL_EVERY_MS) return;
		this.toldAt = Date.now();
		this.context.logger.info(
			`OpenCHS export "${this.context.getNode().name}": ${this.rows} cases written`,
		);
	}
}

class Failed {
	constructor(readonly reason: Reason) {}
}
