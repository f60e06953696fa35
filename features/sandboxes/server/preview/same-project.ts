import type { IncomingMessage } from 'node:http';
import type { Site } from '@e-code/kernel/server';
import { parseLabel } from './address.ts';

/**
 * Whether another project's page sent this request. All previews are below one domain, which browsers take for one site
 * (unless APPS_DOMAIN is on the public suffix list), so cookies do not tell them apart. Origin does; where browsers send
 * none, for images and scripts, Referer does. Navigations pass: the page that results is in nobody's frame but ours.
 */
export function isForeign({ headers }: Pick<IncomingMessage, 'headers'>, projectId: string, site: Site): boolean {
  const { origin, referer } = headers;
  const fetchSite = headers['sec-fetch-site'];
  if (origin !== undefined) return !isKin(origin, projectId, site);
  if (fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none') return false;
  if (headers['sec-fetch-mode'] === 'navigate') return false;
  return referer === undefined || !isKin(referer, projectId, site);
}

/** Addresses of the same project, and the product itself. `null` is the origin of sandboxed frames, which is nobody's. */
function isKin(address: string, projectId: string, site: Site): boolean {
  if (!URL.canParse(address)) return false;
  const { host } = new URL(address);
  if (site.isProduct(host)) return true;
  const label = site.appLabel(host);
  return label !== undefined && parseLabel(label)?.projectId === projectId;
}
