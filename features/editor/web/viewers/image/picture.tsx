import { Button, formatBytes, IconButton } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { t } from '../../texts.ts';
import { ViewerBar } from '../states.tsx';
import { useListener } from '../use-listener.ts';
import { fitZoom, stepZoom, type Size, type Zoom } from './zoom.ts';

const icon = { size: 16, strokeWidth: 1.5 };
/** Around the picture, in pixels. */
const margin = 24;
/** From here on the pixels of the picture are what one wants to see. */
const pixelsFrom = 3;

type PictureProps = { source: string; name: string; bytes: number | null | undefined; onError: () => void };

/** A picture with its size: fitted, or enlarged and moved about. */
export function Picture({ source, name, bytes, onError }: PictureProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [natural, setNatural] = useState<Size>();
  const [zoom, setZoom] = useState<Zoom>('fit');
  const place = useSize(scroller);
  const fitted = natural ? fitZoom(natural, { width: place.width - 2 * margin, height: place.height - 2 * margin }) : 1;
  const scale = zoom === 'fit' ? fitted : zoom;
  const step = (direction: 1 | -1) => setZoom((now) => stepZoom(now, direction, fitted));
  usePan(scroller);
  // Not passive, so that the page itself is not enlarged.
  useListener(scroller, 'wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    step(event.deltaY < 0 ? 1 : -1);
  });
  useListener(scroller, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') step(1);
    else if (event.key === '-') step(-1);
    else if (event.key === '0') setZoom('fit');
    else if (event.key === '1') setZoom(1);
  });

  return (
    <div className="flex h-full flex-col">
      <ViewerBar label={t('picture')}>
        <span className="flex-1 tabular-nums">{describe(natural, bytes)}</span>
        <IconButton label={t('zoomOut')} icon={<ZoomOut {...icon} />} onClick={() => step(-1)} />
        <output className="w-11 text-center tabular-nums">{Math.round(scale * 100)} %</output>
        <IconButton label={t('zoomIn')} icon={<ZoomIn {...icon} />} onClick={() => step(1)} />
        <Button
          size="small"
          aria-pressed={zoom === 'fit'}
          className="aria-pressed:bg-selected aria-pressed:text-accent-text"
          onClick={() => setZoom('fit')}
        >
          {t('fit')}
        </Button>
        <Button
          size="small"
          aria-pressed={zoom === 1}
          className="aria-pressed:bg-selected aria-pressed:text-accent-text"
          onClick={() => setZoom(1)}
        >
          100 %
        </Button>
      </ViewerBar>
      <div
        ref={scroller}
        role="group"
        aria-label={t('pictureOf', { name })}
        tabIndex={0}
        className="grid min-h-0 flex-1 cursor-grab place-items-center overflow-auto bg-sunken outline-none focus-visible:ring-1 focus-visible:ring-focus focus-visible:ring-inset active:cursor-grabbing"
      >
        <img
          src={source}
          alt={name}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setNatural({ width: naturalWidth, height: naturalHeight })
          }
          onError={onError}
          style={{ margin, ...(natural && { width: natural.width * scale, height: natural.height * scale }) }}
          className={clsx(
            'max-w-none bg-[repeating-conic-gradient(var(--bg-active)_0_25%,var(--bg)_0_50%)] bg-[length:16px_16px] ring-1 ring-line',
            !natural && 'invisible',
            scale >= pixelsFrom && '[image-rendering:pixelated]',
          )}
        />
      </div>
    </div>
  );
}

function describe(natural: Size | undefined, bytes: number | null | undefined): string {
  const pixels = natural ? t('pixels', { width: natural.width, height: natural.height }) : '';
  const size = typeof bytes === 'number' ? formatBytes(bytes) : '';
  return [pixels, size].filter((part) => part !== '').join(', ');
}

function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: current.clientWidth, height: current.clientHeight }));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** The mouse takes hold of the picture; fingers scroll by themselves. */
function usePan(element: RefObject<HTMLElement | null>): void {
  const held = useRef(false);
  const release = () => void (held.current = false);
  useListener(element, 'pointerdown', (event) => {
    if (event.pointerType !== 'mouse' || event.button !== 0) return;
    held.current = true;
    element.current?.setPointerCapture(event.pointerId);
  });
  useListener(element, 'pointermove', (event) => {
    if (held.current) element.current?.scrollBy(-event.movementX, -event.movementY);
  });
  useListener(element, 'pointerup', release);
  useListener(element, 'pointercancel', release);
}
