import { createContext, useContext, useEffect, type ComponentProps, type MouseEvent } from 'react';

/** Where the person is and how to go elsewhere. The shell gives it from its router, so that screens do not depend on one. */
export type Navigation = {
  /** `/projects` */
  readonly path: string;
  /** The part after `?`, read-only. Write it with `setSearch` or `go`. */
  readonly search: URLSearchParams;
  /** Goes to an address of this application: `/p/weather?file=a.ts`. */
  readonly go: (to: string, options?: { replace?: boolean }) => void;
  /** Loads the code of the screen at an address. */
  readonly preload: (to: string) => void;
};

const Context = createContext<Navigation | undefined>(undefined);

export const NavigationProvider = Context.Provider;

export function useNavigation(): Navigation {
  const navigation = useContext(Context);
  if (!navigation) throw new TypeError('useNavigation is called outside of the shell');
  return navigation;
}

/** One value in the address after `?`, for filters and tabs that a link should carry. Undefined takes it away. */
export function useSearchParam(
  name: string,
): readonly [value: string | undefined, set: (value: string | undefined) => void] {
  const { path, search, go } = useNavigation();
  const set = (value: string | undefined) => {
    const next = new URLSearchParams(search);
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
    const text = next.toString();
    go(text ? `${path}?${text}` : path, { replace: true });
  };
  return [search.get(name) ?? undefined, set];
}

/** Names the document while the component is on screen: "weather · E-Code". Undefined leaves the name to others. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return undefined;
    document.title = `${title} · E-Code`;
    return () => {
      document.title = 'E-Code';
    };
  }, [title]);
}

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link within the application: no page load, code of the target fetched on hover; open-in-tab works as anywhere. */
export function Link({ to, onClick, children, ...rest }: Omit<ComponentProps<'a'>, 'href'> & { to: string }) {
  const { go, preload } = useNavigation();
  return (
    <a
      href={to}
      onPointerEnter={() => preload(to)}
      onFocus={() => preload(to)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        go(to);
      }}
      {...rest}
    >
      {children}
    </a>
  );
}
