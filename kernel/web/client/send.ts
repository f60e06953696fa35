import { reportConnection } from './connection.ts';

/** Tells a mutation of ours from a form that another site posts: a cross-site page cannot set it without a preflight. */
export const csrfHeader = 'x-ecode-csrf';

/** What a proxy in front answers when the server does not. */
const noAnswerStatuses = new Set([502, 504]);

/**
 * Takes the page's request ahead for this address away. The browser answers the first request with what came for it, and
 * that may be an answer to the visitor who has signed in since.
 */
function takePreload(request: Request): boolean {
  const { pathname } = new URL(request.url);
  const links = globalThis.document?.querySelectorAll<HTMLLinkElement>('link[rel="preload"][as="fetch"]') ?? [];
  const preload = [...links].find((link) => link.getAttribute('href') === pathname);
  preload?.remove();
  return preload !== undefined;
}

/** Fetches, and tells the page whether the server could be reached. A caller that gives up says nothing about the server. */
export async function send(request: Request, init: RequestInit = {}): Promise<Response> {
  try {
    const preloaded = request.method === 'GET' && takePreload(request);
    const again = preloaded ? request.clone() : undefined;
    const first = await fetch(request, init);
    const response = first.status === 401 && again ? await fetch(again, init) : first;
    reportConnection(noAnswerStatuses.has(response.status) ? 'offline' : 'online');
    return response;
  } catch (error) {
    if (!request.signal.aborted) reportConnection('offline');
    throw error;
  }
}
