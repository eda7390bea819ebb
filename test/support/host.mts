import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';

import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, Logger } from 'n8n-workflow';
import { LoggerProxy } from 'n8n-workflow';

export interface LoggedLine {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	metadata: unknown;
	/** `node` came through `this.logger` of a context, `host` from the engine itself. */
	by: 'node' | 'host';
}

/** What is used of n8n's container for services. */
interface ServiceContainer {
	get<T>(service: abstract new (...parameters: never[]) => T): T;
	set<T>(service: abstract new (...parameters: never[]) => T, instance: T): void;
}

/**
 * n8n-core brings its own copies of these two, and a service that is set in another copy of the
 * container is never seen. The copies beside n8n-core are found from its own place.
 */
const requireAsCore = createRequire(createRequire(import.meta.url).resolve('n8n-core'));
const { Container } = requireAsCore('@n8n/di') as { Container: ServiceContainer };
const { Logger: CoreLogger } = requireAsCore('@n8n/backend-common') as {
	Logger: abstract new () => Logger;
};

const currentLog = new AsyncLocalStorage<LoggedLine[]>();

/** Lines that were written while no run was being watched. */
export const strayLog: LoggedLine[] = [];

class WatchedLogger implements Logger {
	constructor(private readonly by: LoggedLine['by']) {}

	error(message: string, metadata?: object) {
		this.keep('error', message, metadata);
	}

	warn(message: string, metadata?: object) {
		this.keep('warn', message, metadata);
	}

	info(message: string, metadata?: object) {
		this.keep('info', message, metadata);
	}

	debug(message: string, metadata?: object) {
		this.keep('debug', message, metadata);
	}

	scoped() {
		return this;
	}

	private keep(level: LoggedLine['level'], message: string, metadata: unknown) {
		(currentLog.getStore() ?? strayLog).push({ level, message, metadata, by: this.by });
	}
}

Container.set(CoreLogger, new WatchedLogger('node'));
LoggerProxy.init(new WatchedLogger('host'));

/** Runs `work` and puts every line that it logs into `lines`, also when several runs overlap. */
export async function watchLog<T>(lines: LoggedLine[], work: () => Promise<T>): Promise<T> {
	return await currentLog.run(lines, work);
}

export function service<T>(type: abstract new (...parameters: never[]) => T): T {
	return Container.get(type);
}

/** n8n's default: files in the run's temporary folder, items hold an `id`. */
export async function useFilesystemBinary(): Promise<void> {
	await Container.get(BinaryDataService).init();
}

/** Files travel inside the items as base64, there is no `id`; this is what a test starts with. */
export function useMemoryBinary(): void {
	// The service has no way back to memory once a store was set.
	Reflect.set(Container.get(BinaryDataService), 'managers', {});
}

export async function readBinary(file: IBinaryData): Promise<Buffer> {
	return await Container.get(BinaryDataService).getAsBuffer(file);
}
