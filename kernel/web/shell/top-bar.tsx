import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** The places of the top bar that a screen may fill. */
export type TopBarPlace = 'start' | 'center' | 'end';
export type TopBarPlaces = Readonly<Record<TopBarPlace, HTMLElement | null>>;

const Context = createContext<TopBarPlaces>({ start: null, center: null, end: null });

/** The shell gives the elements of its top bar. */
export const TopBarProvider = Context.Provider;

/** Draws its children in the shell's top bar for as long as the screen is open: after the logo, in the middle, or before the account menu. */
export function TopBarSlot({ place, children }: { place: TopBarPlace; children: ReactNode }) {
  const element = useContext(Context)[place];
  return element && createPortal(children, element);
}
