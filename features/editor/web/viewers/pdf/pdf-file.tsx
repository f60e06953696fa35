import { Button, ErrorState, formatNumber, IconButton } from '@e-code/kernel/web';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { ChevronDown, ChevronUp, Download, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import './pdf.css';
import { baseName } from '../../parts/paths.ts';
import { t } from '../../texts.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { PlaceField } from '../long/place-field.tsx';
import { Busy, ViewerBar } from '../states.tsx';
import { useFileVersion } from '../use-file.ts';
import { stepZoom, type Zoom } from '../image/zoom.ts';
import { loadPdf } from './load-pdf.ts';
import { PdfPage, type PageSize } from './pdf-page.tsx';

const icon = { size: 16, strokeWidth: 1.5 };
/** A page at 100 % is as large as on paper: its points are 1/72, the pixels of the page 1/96 of an inch. */
const pointSize = 96 / 72;
const margin = 24;

type Opened = { readonly pdf: PDFDocumentProxy; readonly first: PageSize };

function usePdf(path: string): { opened?: Opened; failed?: 'password' | 'damaged' } {
  const { client } = useWorkspace();
  const version = useFileVersion(path);
  const [state, setState] = useState<{ opened?: Opened; failed?: 'password' | 'damaged' }>({});
  useEffect(() => {
    const loading = loadPdf(`${client.url('files.read', { path })}&version=${version}`);
    let current = true;
    const open = async () => {
      const pdf = await loading.promise;
      const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
      if (current) setState({ opened: { pdf, first: { width, height } } });
    };
    open().catch((error: unknown) => {
      const locked = error instanceof Error && error.name === 'PasswordException';
      if (current) setState({ failed: locked ? 'password' : 'damaged' });
    });
    return () => {
      current = false;
      void loading.destroy();
    };
  }, [client, path, version]);
  return state;
}

/** A PDF, page below page. */
export function PdfFile({ path }: { path: string }) {
  const { client } = useWorkspace();
  const { opened, failed } = usePdf(path);
  if (failed) {
    return (
      <ErrorState
        title={t('cannotShow', { name: baseName(path) })}
        action={
          <Button onClick={() => location.assign(client.url('files.read', { path, download: true }))}>
            {t('download')}
          </Button>
        }
      >
        {failed === 'password' ? t('pdfPassword') : t('pdfDamaged')}
      </ErrorState>
    );
  }
  return opened ? <Pages path={path} {...opened} /> : <Busy />;
}

function Pages({ path, pdf, first }: Opened & { path: string }) {
  const { client } = useWorkspace();
  const scroller = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = scroller;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const fitted = Math.min(1.5, Math.max(0.1, (width - 2 * margin) / (first.width * pointSize)));
  const scale = (zoom === 'fit' ? fitted : zoom) * pointSize;
  const onSeen = useCallback((number: number) => setPage(number), []);

  function goTo(number: number): boolean {
    const target = scroller.current?.querySelector<HTMLElement>(`[data-page="${number}"]`);
    if (!scroller.current || !target) return false;
    scroller.current.scrollTop +=
      target.getBoundingClientRect().top - scroller.current.getBoundingClientRect().top - 12;
    setPage(number);
    return true;
  }

  return (
    <div className="flex h-full flex-col">
      <ViewerBar label={t('pdf')}>
        <span role="status" className="flex-1 tabular-nums">
          {t('pageOf', { page: formatNumber(page), pages: formatNumber(pdf.numPages) })}
        </span>
        <IconButton
          label={t('previousPage')}
          icon={<ChevronUp {...icon} />}
          disabled={page <= 1}
          onClick={() => goTo(page - 1)}
        />
        <IconButton
          label={t('nextPage')}
          icon={<ChevronDown {...icon} />}
          disabled={page >= pdf.numPages}
          onClick={() => goTo(page + 1)}
        />
        <PlaceField label={t('goToPage')} example={t('page')} onPlace={(text) => goTo(Number(text))} />
        <IconButton
          label={t('zoomOut')}
          icon={<ZoomOut {...icon} />}
          onClick={() => setZoom((now) => stepZoom(now, -1, fitted))}
        />
        <output className="w-11 text-center tabular-nums">{Math.round((scale / pointSize) * 100)} %</output>
        <IconButton
          label={t('zoomIn')}
          icon={<ZoomIn {...icon} />}
          onClick={() => setZoom((now) => stepZoom(now, 1, fitted))}
        />
        <Button size="small" aria-pressed={zoom === 'fit'} onClick={() => setZoom('fit')}>
          {t('fit')}
        </Button>
        <IconButton
          label={t('download')}
          icon={<Download {...icon} />}
          onClick={() => location.assign(client.url('files.read', { path, download: true }))}
        />
      </ViewerBar>
      <div
        ref={scroller}
        data-pages
        tabIndex={0}
        role="group"
        aria-label={t('pagesOf', { name: baseName(path) })}
        className="min-h-0 flex-1 overflow-auto bg-sunken px-6 outline-none focus-visible:ring-1 focus-visible:ring-focus focus-visible:ring-inset"
      >
        {width > 0 &&
          Array.from({ length: pdf.numPages }, (_, at) => (
            <PdfPage key={at} pdf={pdf} number={at + 1} scale={scale} expected={first} onSeen={onSeen} />
          ))}
      </div>
    </div>
  );
}
