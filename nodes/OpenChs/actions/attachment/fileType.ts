const DOCUMENTS = /^(text\/|application\/(pdf|msword|rtf|vnd\.(ms-|oasis\.|openxmlformats-)))/;

/** The server's word for a kind of file: the chosen one, else what the MIME type says. */
export function fileType(chosen: unknown, mimeType: string): string {
	if (typeof chosen === 'string' && chosen !== '' && chosen !== 'auto') return chosen;
	if (mimeType.startsWith('audio/')) return 'audio';
	if (mimeType.startsWith('image/')) return 'image';
	return DOCUMENTS.test(mimeType) ? 'document' : 'other';
}
