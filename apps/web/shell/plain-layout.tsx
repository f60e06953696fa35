import { Outlet } from '@tanstack/react-router';
import { Logo } from './logo.tsx';

/** One decision and nothing else: the form in the middle, the mark above it. */
export function PlainLayout() {
  return (
    <div className="h-full overflow-y-auto bg-sunken">
      <main id="content" className="mx-auto flex min-h-full w-full max-w-100 flex-col px-5 py-12 sm:pt-[18dvh]">
        <Logo size={32} className="mb-6" />
        <Outlet />
      </main>
    </div>
  );
}
