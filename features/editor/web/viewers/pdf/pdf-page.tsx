import { TextLayer, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../texts.ts';

/** Sharper than this is not seen, and costs four times the memory with each doubling. */
const sharpest = 2;

export type PageSize = { readonly width: number; readonly height: number };

type PdfPageProps = {
  pdf: PDFDocumentProxy;
  /** From 1. */
  number: number;
  scale: number;
  /** Of the first page, until this one is known. */
  expected: PageSize;
  onSeen: (number: number) => void;
};

/** A page that is drawn while it is near the view, with its text above the drawing so that it can be selected. */
export function PdfPage({ pdf, number, scale, expected, onSeen }: PdfPageProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [page, setPage] = useState<PDFPageProxy>();

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const root = element.closest('[data-pages]');
    const loading = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), {
      root,
      rootMargin: '600px 0px',
    });
    const seeing = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSeen(number), {
      root,
      rootMargin: '-45% 0px -45% 0px',
    });
    loading.observe(element);
    seeing.observe(element);
    return () => {
      loading.disconnect();
      seeing.disconnect();
    };
  }, [number, onSeen]);

  useEffect(() => {
    if (!near || page) return undefined;
    let current = true;
    void pdf.getPage(number).then(
      (got) => current && setPage(got),
      () => undefined,
    );
    return () => void (current = false);
  }, [pdf, number, near, page]);

  useEffect(() => {
    if (!near || !page || !holder.current) return undefined;
    return draw(page, holder.current, scale);
  }, [near, page, scale]);

  const size = page?.getViewport({ scale: 1 }) ?? expected;
  return (
    <div
      ref={holder}
      data-page={number}
      role="group"
      aria-label={t('pageNumber', { number })}
      className="pdf-page relative mx-auto my-3 bg-[white] ring-1 ring-line"
      style={{ width: size.width * scale, height: size.height * scale }}
    />
  );
}

/** Draws a page and its text. Returns how to stop and clear it. */
function draw(page: PDFPageProxy, holder: HTMLElement, scale: number): () => void {
  const ratio = Math.min(sharpest, devicePixelRatio);
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width * ratio);
  canvas.height = Math.floor(viewport.height * ratio);
  const words = document.createElement('div');
  words.className = 'pdf-words';
  words.style.setProperty('--total-scale-factor', String(scale));
  holder.replaceChildren(canvas, words);
  const drawing = page.render({
    canvas,
    viewport,
    ...(ratio !== 1 && { transform: [ratio, 0, 0, ratio, 0, 0] }),
  });
  const text = new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
  // Stopped when the page leaves the view; what could not be drawn stays white.
  drawing.promise.catch(() => undefined);
  text.render().catch(() => undefined);
  return () => {
    drawing.cancel();
    text.cancel();
    holder.replaceChildren();
  };
}
