import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { kernelErrors } from '@e-code/kernel/contract';
import { participantOf } from '@e-code/kernel/server';
import type { Door, Kernel, Participant } from '@e-code/kernel/server';
import { previewPath, previewPort } from '../../contract/index.ts';
import { formatLabel } from './address.ts';
import type { PreviewAddress } from './address.ts';
import type { PreviewCookie } from './cookie.ts';
import type { Grants } from './grants.ts';
import { usedTicket } from './notices.ts';
import type { Page } from './pages.ts';

/** The one path of a preview's host that the program does not see. */
export const TICKET_PATH = '/__ecode/open?';

/** How previews are opened. */
export interface PreviewDoors {
  /** An address that opens the preview once, for this person. */
  ticketUrl(address: PreviewAddress, path: string, person: Participant): { url: string; address: string };
  /** An address of the product that opens the preview for whoever is signed in there and may see it. */
  openUrl(address: PreviewAddress, path: string): string;
}

export function previewDoors({ site }: Kernel, grants: Grants): PreviewDoors {
  return {
    ticketUrl(address, path, person) {
      const label = formatLabel(address);
      const ticket = grants.issue(label, address.projectId, person);
      const query = new URLSearchParams({ ticket, path });
      return { url: `${site.appOrigin(label)}${TICKET_PATH}${query}`, address: `${site.appOrigin(label)}${path}` };
    },
    openUrl: ({ projectId, port }, path) =>
      `${site.publicOrigin}/api/projects/${projectId}/previews/open?${new URLSearchParams({ port: String(port), path })}`,
  };
}

const asked = z.object({ port: z.coerce.number().pipe(previewPort), path: previewPath });

/** For links that people share: those who may see the project are sent on to the preview. */
export function openingDoor(doors: PreviewDoors): Door {
  return {
    method: 'GET',
    path: '/api/projects/:projectId/previews/open',
    access: 'sandboxes.see',
    summary: 'Open the preview of a port in this browser',
    handle({ request, response, actor, parameters }) {
      const query = new URL(request.url ?? '/', 'http://product').searchParams;
      const parsed = asked.safeParse(Object.fromEntries(query));
      if (!parsed.success) throw kernelErrors.not_found();
      const address = { projectId: parameters['projectId'] ?? '', port: parsed.data.port };
      const { url } = doors.ticketUrl(address, parsed.data.path, participantOf(actor));
      response.writeHead(303, { location: url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
    },
  };
}

/** Exchanges a ticket for the cookie of this host and goes on to the path that was asked for. */
export async function openTicket(
  parts: { grants: Grants; doors: PreviewDoors; side: { cookie: PreviewCookie } },
  call: {
    request: IncomingMessage;
    response: ServerResponse;
    label: string;
    address: PreviewAddress;
    show(page: Page): void;
  },
): Promise<void> {
  const { request, response, label, address, show } = call;
  const query = new URL(request.url ?? '/', 'http://preview').searchParams;
  const path = previewPath.safeParse(query.get('path') ?? '/').data ?? '/';
  const token = await parts.grants.redeem(query.get('ticket') ?? '', label);
  if (token === undefined) return show(usedTicket(parts.doors.openUrl(address, path)));
  response
    .writeHead(303, {
      location: path,
      'set-cookie': parts.side.cookie.serialize(token),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .end();
}
