import { TopBarProvider } from '@e-code/kernel/web';
import { Outlet } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { t } from '../texts.ts';
import { TopBar } from './top-bar.tsx';
import { useFocusContent } from './use-focus-content.ts';

/** The top bar with its slots around what a screen draws. */
function WithTopBar({ navigation, contentClass }: { navigation: boolean; contentClass: string }) {
  const [start, setStart] = useState<HTMLElement | null>(null);
  const [center, setCenter] = useState<HTMLElement | null>(null);
  const [end, setEnd] = useState<HTMLElement | null>(null);
  const content = useFocusContent();
  const places = useMemo(() => ({ start, center, end }), [start, center, end]);
  return (
    <TopBarProvider value={places}>
      <div className="flex h-full flex-col">
        <a
          href="#content"
          className="sr-only rounded-control bg-overlay px-3 py-1.5 shadow-float focus:not-sr-only focus:fixed focus:top-1 focus:left-1 focus:z-60"
        >
          {t('skipToContent')}
        </a>
        <TopBar navigation={navigation} start={setStart} center={setCenter} end={setEnd} />
        <main ref={content} id="content" tabIndex={-1} className={contentClass}>
          <Outlet />
        </main>
      </div>
    </TopBarProvider>
  );
}

/** Under the top bar, scrolls as one page. */
export function PageLayout() {
  return <WithTopBar navigation contentClass="min-h-0 flex-1 overflow-y-auto outline-none" />;
}

/** Under the top bar, fills the window; the screen scrolls inside where it wants to. */
export function WindowLayout() {
  return <WithTopBar navigation={false} contentClass="min-h-0 flex-1 overflow-hidden outline-none" />;
}
