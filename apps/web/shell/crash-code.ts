/** A short code to say on the phone: the same mistake gives the same code. FNV-1a over what the error says. */
export function crashCode(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36).toUpperCase().padStart(7, '0');
}

/** True for the errors that browsers give when a module or its style sheet could not be fetched. */
export function isMissingChunk(message: string): boolean {
  return /dynamically imported module|importing a module script failed|preload css/i.test(message);
}
