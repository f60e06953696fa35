import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useListener } from '../use-listener.ts';
import { LongScroll, scrollHeight } from './long-scroll.ts';

/** After the last move the scroll bar is set right, in milliseconds. */
const settleAfter = 200;
const overscan = 6;

export type LongRowsHandle = { readonly scrollTo: (row: number) => void };

type LongRowsProps = {
  label: string;
  count: number;
  rowHeight: number;
  /** The element of a row, with a key. */
  children: (row: number) => ReactNode;
  /** Told of the rows in view, the first and the one behind the last. */
  onView?: (first: number, end: number) => void;
  ref?: Ref<LongRowsHandle>;
};

/** Rows of one height, up to billions of them, of which those in view are drawn. */
export function LongRows({ label, count, rowHeight, children, onView, ref }: LongRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(0);
  const scroll = useRef(new LongScroll(0, 0));
  const [top, setTop] = useState(0);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setView(element.clientHeight));
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(settling.current);
    };
  }, []);

  useLayoutEffect(() => {
    scroll.current = new LongScroll(count * rowHeight, view, scroll.current.top);
    show();
  }, [count, rowHeight, view]);

  function show(): void {
    if (scroller.current) scroller.current.scrollTop = scroll.current.bar;
    setTop(scroll.current.top);
  }

  useImperativeHandle(ref, () => ({
    scrollTo(row) {
      // A third from above, so that what stands before it is seen.
      scroll.current.moveTo(row * rowHeight - Math.floor(view / 3 / rowHeight) * rowHeight);
      show();
    },
  }));

  function onScroll(): void {
    if (!scroller.current) return;
    scroll.current.scrolled(scroller.current.scrollTop, performance.now());
    setTop(scroll.current.top);
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      if (scroll.current.settle()) show();
    }, settleAfter);
  }

  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((top + view) / rowHeight) + overscan);
  useEffect(() => onView?.(first, end), [first, end, onView]);
  const fine = (cause: 'wheel' | 'key' | 'touch') => () => scroll.current.fine(cause, performance.now());
  useListener(scroller, 'scroll', onScroll, true);
  useListener(scroller, 'wheel', fine('wheel'), true);
  useListener(scroller, 'touchmove', fine('touch'), true);
  useListener(scroller, 'touchend', fine('touch'), true);
  useListener(scroller, 'keydown', (event) => {
    if (event.key !== 'Home' && event.key !== 'End') fine('key')();
  });

  return (
    <div
      ref={scroller}
      role="group"
      aria-label={label}
      tabIndex={0}
      className="h-full overflow-auto outline-none focus-visible:ring-1 focus-visible:ring-focus focus-visible:ring-inset"
    >
      <div style={{ height: scrollHeight(count * rowHeight) }} className="w-max min-w-full">
        <div className="sticky top-0 [overflow-x:visible] [overflow-y:clip]" style={{ height: view }}>
          <div style={{ transform: `translateY(${first * rowHeight - top}px)` }}>
            {Array.from({ length: Math.max(0, end - first) }, (_, at) => children(first + at))}
          </div>
        </div>
      </div>
    </div>
  );
}
