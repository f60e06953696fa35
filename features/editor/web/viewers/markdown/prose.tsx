import { useEffect, useRef } from 'react';
import './prose.css';
import { baseName } from '../../parts/paths.ts';
import { t } from '../../texts.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { useListener } from '../use-listener.ts';
import { commonEnds, readBlocks, slugOf, type Block } from './blocks.ts';
import { highlight } from './highlight.ts';
import { safeHtml, type Places } from './safe-html.ts';

/** Markdown, drawn. Blocks that did not change stay as they are, so that pictures do not flicker while one types. */
export function Prose({ text, path, onHtml = readBlocks }: { text: string; path: string; onHtml?: typeof readBlocks }) {
  const { client, layout } = useWorkspace();
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<readonly Block[]>([]);

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const places: Places = {
      from: path,
      urlOf: (file) => client.url('files.read', { path: file }),
      outsidePicture: (name, host) => t('outsidePicture', { name: name === '' ? t('picture') : name, host }),
    };
    const blocks = onHtml(text);
    redraw(element, drawn.current, blocks, places);
    drawn.current = blocks;
  }, [text, path, client, onHtml]);

  // The links inside take the keyboard by themselves: Enter on one is a click.
  useListener(holder, 'click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const { file, heading } = link?.dataset ?? {};
    if (file === undefined && heading === undefined) return;
    event.preventDefault();
    if (file !== undefined) layout.openFile(file);
    else scrollWithin(findHeading(holder.current, heading ?? ''));
  });

  return (
    <div
      ref={holder}

      className="prose"
      aria-label={t('previewOfFile', { name: baseName(path) })}
      role="article"
    />
  );
}

/** Scrolls what holds the text, and not the page around it as `scrollIntoView` does. */
function scrollWithin(target: Element | undefined): void {
  const scroller = target?.closest('[data-preview]');
  if (!target || !scroller) return;
  scroller.scrollTop += target.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 12;
}

function redraw(element: HTMLElement, before: readonly Block[], after: readonly Block[], places: Places): void {
  const { start, end } = commonEnds(before, after);
  const old = [...element.children].slice(start, element.children.length - end);
  const behind = element.children[element.children.length - end] ?? null;
  for (const child of old) child.remove();
  for (const block of after.slice(start, after.length - end)) {
    const part = document.createElement('div');
    part.append(safeHtml(block.html, places));
    element.insertBefore(part, behind);
    const language = /^(?:```|~~~)\s*([\w+#.-]+)/.exec(block.source.trimStart())?.[1];
    const code = part.querySelector<HTMLElement>('pre > code');
    if (code && language !== undefined) void highlight(code, language);
  }
}

function findHeading(element: HTMLElement | null, fragment: string): Element | undefined {
  const wanted = fragment.toLowerCase();
  return [...(element?.querySelectorAll('h1, h2, h3, h4, h5, h6') ?? [])].find(
    (heading) => slugOf(heading.textContent ?? '') === wanted,
  );
}
