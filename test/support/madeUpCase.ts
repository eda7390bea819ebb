/** Everything that the deployed server wants of a case, and nothing more. */
export const CASE = {
	gbv_related: '0',
	case_category_id: '362264',
	narrative: 'Made-up call.',
	plan: 'Call back.',
	priority: '3',
	status: '1',
	src: 'walkin',
	src_uid: 'key-1',
	reporters_uuid: { fname: 'Rita', lname: 'Sample', age_group_id: '361955', sex_id: '122' },
};
