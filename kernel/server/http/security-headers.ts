import type { ServerResponse } from 'node:http';
import type { Site } from './origin.ts';

/**
 * Headers of every answer on the product's origin. Scripts, styles and connections come from ourselves; frames come from
 * the users' site only. Styles allow attributes because editors and panels position their parts with them.
 * @returns what sets them on an answer; their text is made once
 */
export function createSecurityHeaders(
  site: Site,
  appsDomain: string,
  scriptHashes: string[],
): (response: ServerResponse) => void {
  const headers = Object.entries(securityHeaders(site, appsDomain, scriptHashes));
  return (response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
  };
}

function securityHeaders(site: Site, appsDomain: string, scriptHashes: string[]): Record<string, string> {
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
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'geolocation=(), payment=(), usb=()',
    ...(product.protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
