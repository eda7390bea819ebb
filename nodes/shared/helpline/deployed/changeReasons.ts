import type { Reason } from '../../transport/errors';

export const RESTORED: Reason = {
	code: 'server_restored',
	message:
		'OpenCHS seems to have been restored from a backup: lines of its history that were there are gone or are others now',
	description:
		'Nothing to do here: the next check goes on by time. Look into OpenCHS for what was lost between the backup and now.',
};

export const UNREADABLE_MARK: Reason = {
	code: 'setting',
	message: 'What this node remembers of its last check cannot be read',
	description: "Give another time in 'Start From', so that it begins anew from there.",
};

export const UNSTEADY: Reason = {
	code: 'unexpected_answer',
	message: 'The list of changes of this OpenCHS did not hold still while it was read',
	description:
		'Nothing is lost: the next check tries again. If it stays, look at what stands between n8n and OpenCHS.',
};
