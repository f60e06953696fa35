import { useEffect, useRef } from 'react';
import './prose.css';
import { baseName } from '../../parts/paths.ts';
import { t } from '../../texts.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { useListener } from '../use-listener.ts';
import { commonEnds, readBlocks, slugOf, type Block } from './blocks.ts';
import { highlight } from './highlight.ts';
import { safeHtml, type Places } from './safe-html.ts';

/** Reading this many characters takes long enough to be felt between two keys, so it waits for a pause in milliseconds. */
const largeText = 200_000;
const largePause = 500;

/** Markdown, drawn. Blocks that did not change stay as they are, so that pictures do not flicker while one types. */
export function Prose({ text, path, onHtml = readBlocks }: { text: string; path: string; onHtml?: typeof readBlocks }) {
  const { client, layout } = useWorkspace();
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<readonly Block[]>([]);

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const places: Places = {
      from: path,
      urlOf: (file) => client.url('files.read', { path: file }),
      outsidePicture: (name, host) => t('outsidePicture', { name: name === '' ? t('picture') : name, host }),
    };
    let stop: (() => void) | undefined;
    const draw = () => {
      stop = redraw(element, drawn, onHtml(text), places);
    };
    const waits = text.length > largeText && drawn.current.length > 0;
    const timer = waits ? setTimeout(draw, largePause) : undefined;
    if (!waits) draw();
    return () => {
      clearTimeout(timer);
      stop?.();
    };
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

/** Blocks that are drawn without a pause: some milliseconds. */
const atOnce = 150;

type Drawn = { current: readonly Block[] };

/** Draws what is new, a few blocks at a time so that a long text never holds the page. Returns how to stop. */
function redraw(element: HTMLElement, drawn: Drawn, after: readonly Block[], places: Places): () => void {
  const { start, end } = commonEnds(drawn.current, after);
  const last = drawn.current.slice(drawn.current.length - end);
  const behind = element.children[element.children.length - end] ?? null;
  for (const child of [...element.children].slice(start, element.children.length - end)) child.remove();
  let next = start;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = (): void => {
    const blocks = after.slice(next, Math.min(next + atOnce, after.length - end));
    for (const part of drawBlocks(blocks, places)) element.insertBefore(part, behind);
    next += blocks.length;
    drawn.current = [...after.slice(0, next), ...last];
    if (next < after.length - end) timer = setTimeout(step);
  };
  step();
  return () => clearTimeout(timer);
}

/** Sanitised together, which costs little more than one alone; one by one when HTML of one would reach into the next. */
function drawBlocks(blocks: readonly Block[], places: Places): Element[] {
  const together = safeHtml(blocks.map(({ html }) => `<div>${html}</div>`).join(''), places);
  const parts = together.childElementCount === blocks.length ? [...together.children] : blocks.map(drawBlock);
  for (const [at, part] of parts.entries()) colour(part, blocks[at]?.source ?? '');
  return parts;

  function drawBlock({ html }: Block): Element {
    const part = document.createElement('div');
    part.append(safeHtml(html, places));
    return part;
  }
}

function colour(part: Element, source: string): void {
  const language = /^(?:```|~~~)\s*([\w+#.-]+)/.exec(source.trimStart())?.[1];
  const code = part.querySelector<HTMLElement>('pre > code');
  if (code && language !== undefined) void highlight(code, language);
}

function findHeading(element: HTMLElement | null, fragment: string): Element | undefined {
  const wanted = fragment.toLowerCase();
  return [...(element?.querySelectorAll('h1, h2, h3, h4, h5, h6') ?? [])].find(
    (heading) => slugOf(heading.textContent ?? '') === wanted,
  );
}
