import { useNavigation } from '@e-code/kernel/web';
import { useEffect, useRef } from 'react';

/**
 * Takes the focus to the content when the person goes to another page, as a page load would: a screen reader then reads
 * the new page and Tab begins there. A field of the new page that took the focus keeps it.
 */
export function useFocusContent() {
  const content = useRef<HTMLElement>(null);
  const { path } = useNavigation();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    if (!content.current?.contains(document.activeElement)) content.current?.focus({ preventScroll: true });
  }, [path]);
  return content;
}
