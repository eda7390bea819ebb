/**
 * Loaded into n8n before n8n itself: when the process that started it is gone, however it ended, n8n
 * and its task runner end too. n8n leads a group of processes of its own, hence the minus sign.
 */
const parent = process.ppid;

setInterval(() => {
	if (process.ppid === parent) return;
	process.kill(-process.pid, 'SIGKILL');
}, 1000).unref();
