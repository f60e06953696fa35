import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly link?: { readonly href: string; readonly text: string };
  /** The page looks again by itself until something else is answered. */
  readonly waits?: boolean;
}

/** Marks the answers of the platform that stand for a program that is not there yet. */
const WAITING_HEADER = 'x-ecode-waiting';

/** For ten minutes while it is looked at; a forgotten tab must not keep a project running. */
const lookAgain = `let left = 600;
const look = async () => {
  if (left-- <= 0) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store', redirect: 'manual' });
      if (!answer.headers.has('${WAITING_HEADER}')) return location.reload();
    } catch {}
  }
  setTimeout(look, 1000);
};
setTimeout(look, 500);`;

const style = `:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; font: 15px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #14161a); color: light-dark(#1b1f24, #e6e8eb) }
main { max-width: 34rem; padding: 2rem }
h1 { font-size: 1.15rem; margin: 0 0 .5rem }
p { margin: 0 0 1rem; color: light-dark(#57606a, #9aa4af) }
a { color: inherit }`;

/** Answers with a page to people and with its text to programs, without anything of the sandbox in it. */
export function sendPage(request: IncomingMessage, response: ServerResponse, page: Page, frameAncestors: string): void {
  if (response.headersSent) return void response.destroy();
  const nonce = randomBytes(16).toString('base64');
  const asHtml = String(request.headers.accept ?? '').includes('text/html');
  const body = asHtml ? formatHtml(page, nonce) : `${page.title}\n${page.text}\n`;
  response.writeHead(page.status, {
    'content-type': `text/${asHtml ? 'html' : 'plain'}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ${frameAncestors}`,
    ...(page.waits === true ? { [WAITING_HEADER]: '1', 'retry-after': '1' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function formatHtml({ title, text, link, waits }: Page, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${style}</style></head>
<body><main><h1>${escape(title)}</h1><p>${escape(text)}</p>${
    link === undefined ? '' : `<p><a href="${escape(link.href)}" target="_top">${escape(link.text)}</a></p>`
  }</main>${waits === true ? `<script nonce="${nonce}">${lookAgain}</script>` : ''}</body></html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
