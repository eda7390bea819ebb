/** Address of a case's page for a person, where the credential has a template for it. */
export function casePage(template: unknown, id: string | number): string | null {
	if (typeof template !== 'string' || !template.includes('{id}')) return null;
	return template.replace('{id}', encodeURIComponent(String(id)));
}
