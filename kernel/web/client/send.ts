import { takeAhead } from './ahead.ts';
import { reportConnection } from './connection.ts';

/** Tells a mutation of ours from a form that another site posts: a cross-site page cannot set it without a preflight. */
export const csrfHeader = 'x-ecode-csrf';

/** What a proxy in front answers when the server does not. */
const noAnswerStatuses = new Set([502, 504]);

/** Fetches, and tells the page whether the server could be reached. A caller that gives up says nothing about the server. */
export async function send(request: Request, init: RequestInit = {}): Promise<Response> {
  try {
    const early = await takeAhead(request.method, request.url);
    // The visitor may have signed in since it was asked.
    const response = early && early.status !== 401 ? early : await fetch(request, init);
    reportConnection(noAnswerStatuses.has(response.status) ? 'offline' : 'online');
    return response;
  } catch (error) {
    if (!request.signal.aborted) reportConnection('offline');
    throw error;
  }
}
