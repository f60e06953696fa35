import type { Authorize, Kernel } from '@e-code/kernel/server';
import { parseLabel } from '../preview/address.ts';
import type { PreviewAddress } from '../preview/address.ts';
import { appRequestHeaders } from '../preview/app-headers.ts';
import type { AppSide, AskedHeaders } from '../preview/app-headers.ts';
import { isBelieved, stillHolds } from '../preview/grant-rule.ts';
import type { Grant, Grants } from '../preview/grants.ts';
import { TICKET_PATH } from '../preview/opening.ts';
import { isForeign } from '../preview/same-project.ts';
import type { Sessions } from '../session/sessions.ts';
import type { AnswerReader } from '../stream/app-connection.ts';
import type { PlainHead } from './plain-head.ts';

/** Where an allowed request goes. */
export interface Way {
  /** Ends of the exchanges that end with the right to the preview. */
  readonly open: Set<() => void>;
  ask(request: AskedHeaders & { method: string; path: string }, reader: AnswerReader): void;
}

/** Undefined for everything that is not the plain showing of a preview that is open and runs. */
export type WayFinder = (head: PlainHead) => Way | undefined | Promise<Way | undefined>;

export interface WayParts {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly side: AppSide;
}

/** The same questions as for every request of a preview: which one, whose cookie, still allowed, from whose page. */
export function wayFinder(parts: WayParts, authorize: Authorize): WayFinder {
  const { kernel, grants, side } = parts;
  return ({ target, headers }) => {
    const label = kernel.site.appLabel(headers.host);
    const address = label === undefined ? undefined : parseLabel(label);
    if (label === undefined || address === undefined || target.startsWith(TICKET_PATH)) return undefined;
    const grant = grants.find(side.cookie.read(headers.cookie), label);
    if (grant === undefined || isForeign({ headers }, address.projectId, kernel.site)) return undefined;
    if (isBelieved(grant)) return wayTo(parts, grant, address);
    return stillHolds(parts, grant, authorize).then((holds) => (holds ? wayTo(parts, grant, address) : undefined));
  };
}

function wayTo({ sessions, side }: WayParts, { open }: Grant, { projectId, port }: PreviewAddress): Way | undefined {
  const running = sessions.use(projectId);
  if (running === undefined) return undefined;
  return {
    open,
    ask(request, reader) {
      const { method, path } = request;
      running.pools.app(port).plain.ask({ method, path, headers: appRequestHeaders(request, side) }, reader);
    },
  };
}
