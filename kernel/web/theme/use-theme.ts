import { useSyncExternalStore } from 'react';
import { themeStorageKey } from './boot.ts';
import type { Theme } from './roles.ts';
import { light, themes } from './themes.ts';

/** A theme's id, or `system` to follow the operating system. */
export type ThemeChoice = string;

const listeners = new Set<() => void>();
const darkQuery = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined;

function readChoice(): ThemeChoice {
  try {
    return localStorage.getItem(themeStorageKey) ?? 'system';
  } catch {
    return 'system';
  }
}

let choice: ThemeChoice = typeof localStorage === 'undefined' ? 'system' : readChoice();

function resolve(): Theme {
  const scheme = darkQuery?.matches ? 'dark' : 'light';
  const wanted = choice === 'system' ? scheme : choice;
  return themes.find((theme) => theme.id === wanted) ?? themes.find((theme) => theme.scheme === scheme) ?? light;
}

function apply(): void {
  document.documentElement.dataset['theme'] = resolve().id;
  for (const listener of listeners) listener();
}

darkQuery?.addEventListener('change', apply);

// Another tab of the same browser changed the theme: follow it.
if (typeof window !== 'undefined') {
  window.addEventListener('storage', (event) => {
    if (event.key !== themeStorageKey) return;
    choice = readChoice();
    apply();
  });
}

/** Chooses a theme for this browser and shows it at once. */
export function setTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'system') localStorage.removeItem(themeStorageKey);
    else localStorage.setItem(themeStorageKey, next);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme on screen, the person's choice, and a way to change it. */
export function useTheme(): { theme: Theme; choice: ThemeChoice; setTheme: (choice: ThemeChoice) => void } {
  const theme = useSyncExternalStore(subscribe, resolve, () => light);
  const current = useSyncExternalStore(
    subscribe,
    () => choice,
    () => 'system',
  );
  return { theme, choice: current, setTheme };
}
