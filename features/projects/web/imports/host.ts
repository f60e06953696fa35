import { hostErrorSchema, hostMessageSchema, routeSchemas, routeUrl } from '@e-code/host/contract';
import type { RouteAnswer, RouteName } from '@e-code/host/contract';
import { t } from '../texts/texts.ts';

/** How far work inside a project's sandbox has come. `percent` is null while nobody knows. */
export type Stage = { readonly text: string; readonly percent: number | null };

const csrf = { 'x-ecode-csrf': '1' };

function addressOf(projectId: string, route: RouteName, query?: Record<string, string | boolean>): string {
  return `/api/projects/${projectId}/host${routeUrl(route, query)}`;
}

/** What the platform or the project host refused: a sentence for people and, folded, the last words of a tool. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  readonly details: string | undefined;

  constructor(message: string, details?: string) {
    super(message);
    this.details = details;
  }
}

function refusal(body: unknown): ImportRefused {
  const known = hostErrorSchema.safeParse(body);
  if (known.success) return new ImportRefused(known.data.message, known.data.details);
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return new ImportRefused(typeof said === 'string' ? said : t('notUnderstood'));
}

/** Sends a zip archive and unpacks it at the root. `onSent` gets the part that was sent, 0 to 1. */
export function unpackArchive(
  projectId: string,
  { archive, operation, onSent }: { archive: Blob; operation: string; onSent: (part: number) => void },
): Promise<RouteAnswer<'files.unpack'>> {
  const url = addressOf(projectId, 'files.unpack', { strip: true, conflict: 'replace', operation });
  // fetch does not tell how much of a body was sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total));
    request.addEventListener('load', () => {
      const body: unknown = readJson(request.responseText);
      if (request.status === 200) resolve(routeSchemas['files.unpack'].answer.parse(body));
      else reject(refusal(body));
    });
    request.addEventListener('error', () => reject(new ImportRefused(t('sendingLost'))));
    request.open('POST', url);
    for (const [name, value] of Object.entries(csrf)) request.setRequestHeader(name, value);
    request.send(archive);
  });
}

/** Clones a repository with its history into the empty project. */
export async function cloneRepository(projectId: string, input: { url: string; operation: string }): Promise<void> {
  const response = await fetch(addressOf(projectId, 'git.clone'), {
    method: 'POST',
    headers: { ...csrf, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw refusal(readJson(await response.text()));
}

/** Listens to the stages of one operation in a project. @returns how to stop listening, when the project listens to us */
export async function followOperation(
  projectId: string,
  operation: string,
  onStage: (stage: Stage) => void,
): Promise<() => void> {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/projects/${projectId}/socket`);
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return;
    const { success, data: message } = hostMessageSchema.safeParse(readJson(data));
    if (!success || message.type !== 'operation.progress' || message.operation !== operation) return;
    onStage({ text: message.text === '' ? message.stage : message.text, percent: message.percent });
  });
  // Without the socket the work still goes on; only its stages stay unseen.
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('close', resolve);
  });
  return () => socket.close();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
