import type { UserRow } from '../../records.mts';
import type { Call } from '../call.mts';
import { createdFields } from '../caseView.mts';
import { usersColumns } from '../columns/users.mts';
import { plainText } from '../form.mts';
import { newestFirst } from '../list/order.mts';
import { isPhone } from '../people/phone.mts';
import { accessDenied, type ErrorRow, errorRow, invalidData } from '../refusals.mts';
import { ADMINISTRATOR, roleNumber, roleWord } from '../roles.mts';
import type { Fields } from '../wire/fields.mts';
import { stored } from '../wire/stored.mts';
import type { Resource, Written } from './resource.mts';

const MADE_AT = String(Date.UTC(2025, 7, 1) / 1000);
const FIRST_CONTACT = 5000;

/** Everybody may read them, without the passwords; only an administrator may write (70, 75). */
export const users: Resource = {
	name: 'users',
	columns: usersColumns,
	rows: (call) => newestFirst([...call.side.users().values()].map(userFields)),
	one(call, id) {
		const user = call.side.users().get(Number(id));
		return user && userFields(user);
	},
	create: createUser,
	update: updateUser,
};

/** 06, 08: exactly one row, about the caller. */
export const auth: Resource = {
	name: 'auth',
	columns: usersColumns,
	rows: (call) => [userFields(call.user)],
	one: (call) => userFields(call.user),
};

export function userFields(user: UserRow): Fields {
	const [fname = '', ...rest] = user.full_name.split(' ');
	return {
		...createdFields(MADE_AT, user),
		id: String(user.id),
		usn: stored(user.username),
		role: roleNumber(user),
		exten: String(100 + user.id),
		is_active: String(user.is_active),
		contact_id: String(FIRST_CONTACT + user.id),
		contact_fullname: stored(user.full_name),
		contact_fname: stored(fname),
		contact_lname: stored(rest.join(' ')),
		contact_phone: stored(user.phone.replace(/^\+/, '')),
		contact_email: stored(user.email),
	};
}

function createUser(call: Call): Written {
	if (call.role !== ADMINISTRATOR) throw accessDenied();
	const errors = required(call, ['usn', 'role', 'fname']);
	if (errors.length > 0) throw invalidData(errors);
	const of = (name: string) => plainText(call.body[name]) ?? '';
	const id = call.store.insert('users', {
		username: of('usn'),
		full_name: [of('fname'), of('lname')].filter((part) => part !== '').join(' '),
		email: of('email'),
		phone: of('phone'),
		role: roleWord(of('role')),
		is_active: of('is_active') === '0' ? 0 : 1,
	});
	return written(call, id, 201, 'User Created');
}

function updateUser(call: Call, id: string): Written {
	if (call.role !== ADMINISTRATOR) throw accessDenied();
	const { is_active, role } = call.body;
	if (is_active !== undefined) {
		call.store.run(
			'UPDATE users SET is_active = ? WHERE id = ?',
			plainText(is_active) === '1' ? 1 : 0,
			Number(id),
		);
	}
	if (role !== undefined) {
		const word = roleWord(plainText(role) ?? '');
		call.store.run('UPDATE users SET role = ? WHERE id = ?', word, Number(id));
	}
	return written(call, Number(id), 202, 'User Updated');
}

function written(call: Call, id: number, status: 201 | 202, notice: string): Written {
	const user = call.side.users().get(id);
	return { status, rows: user ? [userFields(user)] : [], notice };
}

function required(call: Call, names: readonly string[]): ErrorRow[] {
	const errors: ErrorRow[] = [];
	for (const name of names) {
		if (plainText(call.body[name])) continue;
		errors.push(
			errorRow(`${labels[name]} is Required`, 'REQUIRED', 'users', name, call.body[name]),
		);
	}
	const phone = plainText(call.body.phone);
	if (phone && !isPhone(phone)) {
		const message = `Invalid Phone Number '${phone}'`;
		errors.push(errorRow(message, 'INVALID', 'users', 'phone', phone));
	}
	return errors;
}

const labels: Record<string, string> = { usn: 'Username', role: 'Role', fname: 'First Name' };
