/** An error whose sentence is all that the person needs: it is printed without a stack. */
export function plainMessage(sentence) {
	return Object.assign(new Error(sentence), { isPlain: true });
}
