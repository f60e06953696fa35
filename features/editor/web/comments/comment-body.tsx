import { useEffect, useRef } from 'react';
import '../viewers/markdown/prose.css';
import { readBlocks } from '../viewers/markdown/blocks.ts';
import { safeHtml } from '../viewers/markdown/safe-html.ts';
import { t as workspaceText } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { splitMentions } from './mention.ts';

/** A comment, drawn: Markdown without scripts and without pictures of other sites, members in colour. */
export function CommentBody({ body, mentions }: { body: string; mentions: readonly { name: string }[] }) {
  const { client, layout } = useWorkspace();
  const holder = useRef<HTMLDivElement>(null);
  const names = mentions.map(({ name }) => name).join('\n');
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const html = readBlocks(body).map((block) => block.html);
    const fragment = safeHtml(html.join(''), {
      from: '',
      urlOf: (path) => client.url('files.read', { path }),
      outsidePicture: (name, host) =>
        workspaceText('outsidePicture', { name: name === '' ? workspaceText('picture') : name, host }),
    });
    colourMentions(fragment, names === '' ? [] : names.split('\n'));
    element.replaceChildren(fragment);
    const open = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const path = link?.dataset['file'];
      if (path === undefined) return;
      event.preventDefault();
      layout.openFile(path);
    };
    element.addEventListener('click', open);
    return () => element.removeEventListener('click', open);
  }, [body, names, client, layout]);
  return <div ref={holder} className="prose [&>:last-child]:mb-0" />;
}

function colourMentions(fragment: DocumentFragment, names: readonly string[]): void {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (names.length === 0 || text.parentElement?.closest('code, a')) continue;
    const parts = splitMentions(text.data, names);
    if (parts.some(({ mention }) => mention)) text.replaceWith(...parts.map(drawPart));
  }
}

function drawPart(part: { text: string; mention: boolean }): Node {
  if (!part.mention) return document.createTextNode(part.text);
  const element = document.createElement('span');
  element.className = 'rounded-small bg-accent-soft px-0.5 font-medium text-accent-text';
  element.textContent = part.text;
  return element;
}
