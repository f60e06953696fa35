import createPurifier from 'dompurify';
import { targetOf } from './project-link.ts';

/** How addresses in the HTML are made true. */
export type Places = {
  /** The file that the HTML is in. */
  readonly from: string;
  /** The address of a file of the project. */
  readonly urlOf: (path: string) => string;
  /** What a reader is told of a picture from another site, which is linked instead of fetched. */
  readonly outsidePicture: (name: string, host: string) => string;
};

const purifier = createPurifier(window);

/**
 * HTML that somebody else wrote, as nodes that can neither run anything, nor ask other sites for anything, nor look like
 * a part of the page: no scripts, styles, forms, frames or names. Pictures and links of the project work; pictures of
 * other sites become links, because fetching them tells that site who reads.
 */
export function safeHtml(html: string, places: Places): DocumentFragment {
  const fragment = purifier.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'button', 'select', 'textarea', 'audio', 'video', 'source', 'track', 'picture'],
    FORBID_ATTR: ['style', 'class', 'id', 'name', 'srcset', 'background', 'tabindex', 'accesskey', 'role', 'slot'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const image of fragment.querySelectorAll('img')) makePicture(image, places);
  for (const link of fragment.querySelectorAll('a')) makeLink(link, places);
  for (const field of fragment.querySelectorAll('input')) makeTick(field);
  for (const table of fragment.querySelectorAll('table')) makeScrollable(table);
  for (const head of fragment.querySelectorAll('th:empty')) head.replaceWith(document.createElement('td'));
  for (const code of fragment.querySelectorAll('pre')) code.tabIndex = 0;
  return fragment;
}

function makePicture(image: HTMLImageElement, { from, urlOf, outsidePicture }: Places): void {
  const target = targetOf(image.getAttribute('src') ?? '', from);
  image.loading = 'lazy';
  if (!image.hasAttribute('alt')) image.alt = '';
  if (target.kind === 'file') image.src = urlOf(target.path);
  else if (target.kind === 'outside') image.replaceWith(outsideLink(image, target.url, outsidePicture));
  else if (target.kind !== 'inline') image.removeAttribute('src');
}

function outsideLink(image: HTMLImageElement, url: string, textOf: Places['outsidePicture']): Node {
  const { host } = URL.canParse(url) ? new URL(url) : { host: url };
  const text = textOf(image.alt, host);
  // Within a link the words are enough.
  if (image.closest('a')) return document.createTextNode(text);
  const link = document.createElement('a');
  link.href = url;
  link.textContent = text;
  return link;
}

function makeLink(link: HTMLAnchorElement, { from }: Places): void {
  const target = targetOf(link.getAttribute('href') ?? '', from);
  link.removeAttribute('target');
  if (target.kind === 'outside') {
    link.target = '_blank';
    link.rel = 'noreferrer';
  } else if (target.kind === 'file') {
    link.href = '#';
    link.dataset['file'] = target.path;
  } else if (target.kind === 'heading') link.dataset['heading'] = target.fragment;
  else link.removeAttribute('href');
}

/** Task lists have ticks; no other field belongs into a text. */
function makeTick(field: HTMLInputElement): void {
  if (field.type !== 'checkbox') return field.remove();
  field.disabled = true;
  field.setAttribute('aria-label', field.parentElement?.textContent?.trim().slice(0, 100) ?? '');
}

function makeScrollable(table: HTMLTableElement): void {
  const holder = document.createElement('div');
  holder.tabIndex = 0;
  holder.setAttribute('role', 'group');
  holder.dataset['scroll'] = '';
  table.replaceWith(holder);
  holder.append(table);
}
