import { createElement, lazy, useState, type ComponentType, type FunctionComponent } from 'react';

type LazyPart<Props> = FunctionComponent<Props> & { readonly preload: () => Promise<void> };

/**
 * A part of the page whose code is fetched apart. Once that is here, it is drawn at once: React's own `lazy` shows the
 * fallback first even then, and keeps a fallback for 300 ms so that it does not flash.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  let loaded: ComponentType<Props> | undefined;
  async function fetchPart(): Promise<{ default: ComponentType<Props> }> {
    loaded = await load();
    return { default: loaded };
  }
  const Lazy = lazy(fetchPart);
  function Part(props: Props) {
    // The same one from then on: another type would be drawn anew and lose its state.
    const [Component] = useState<ComponentType<Props>>(() => loaded ?? Lazy);
    return createElement(Component, props);
  }
  return Object.assign(Part, { preload: async () => void (await fetchPart()) });
}
