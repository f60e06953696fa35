import type { ServerResponse } from 'node:http';
import type { Site } from './origin.ts';

/**
 * Headers of every answer on the product's origin. Scripts, styles and connections come from ourselves; frames come from
 * the users' site only. Styles allow attributes because editors and panels position their parts with them.
 */
export function setSecurityHeaders(
  response: ServerResponse,
  site: Site,
  appsDomain: string,
  scriptHashes: string[],
): void {
  const product = new URL(site.publicOrigin);
  const socket = `${product.protocol === 'https:' ? 'wss' : 'ws'}://${product.host}`;
  const apps = `${product.protocol}//*.${appsDomain}${product.port === '' ? '' : `:${product.port}`}`;
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${scriptHashes.map((hash) => `'${hash}'`).join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${socket}`,
    `frame-src ${apps}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('permissions-policy', 'geolocation=(), payment=(), usb=()');
  if (product.protocol === 'https:') response.setHeader('strict-transport-security', 'max-age=31536000');
}
