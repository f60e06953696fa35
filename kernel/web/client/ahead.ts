declare global {
  /** Answers that the document asked for before any code of the page was here, by their address. */
  var ahead: Map<string, Promise<Response>> | undefined;
}

/**
 * Takes the answer to a GET that was asked for ahead. Once: whoever asks again wants to know what holds then.
 * Undefined for other methods, when nobody asked, and when the server was not reached: then it has to be asked (again).
 */
export async function takeAhead(method: string, address: string): Promise<Response | undefined> {
  if (method !== 'GET' || globalThis.ahead === undefined) return undefined;
  const { pathname, search } = new URL(address, globalThis.location?.href);
  const key = pathname + search;
  const answer = globalThis.ahead.get(key);
  globalThis.ahead.delete(key);
  return answer?.catch(() => undefined);
}
