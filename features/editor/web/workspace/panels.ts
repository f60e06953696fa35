import { lazyPart } from '../parts/lazy-part.tsx';

export const phoneQuery = matchMedia('(max-width: 640px)');

export const Dock = lazyPart(() => import('../layout/dock.tsx').then((file) => file.Dock));
export const Phone = lazyPart(() => import('../layout/phone.tsx').then((file) => file.Phone));

/** Fetches the code of the panels that this window shows. */
export const loadPanels = (): Promise<void> => (phoneQuery.matches ? Phone : Dock).preload();
