/** Every path of the published API begins with this. */
export const API_BASE = '/helpline/api';

/** The sandbox's own pages: no server of the kind it plays has them. */
export const ADMIN_BASE = '/__sandbox/';
