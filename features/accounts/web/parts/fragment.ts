import { useEffect, useState } from 'react';

/**
 * What stands behind the # when the page opens: `#secret`, or `#name=value`. It is taken out of the address bar at once, so
 * that a secret stays neither in the history nor on screen.
 */
export function useFragment(): { plain: string | undefined; named: URLSearchParams } {
  const [text] = useState(() => location.hash.slice(1));
  useEffect(() => {
    if (text !== '') history.replaceState(history.state, '', location.pathname + location.search);
  }, [text]);
  const isNamed = text.includes('=');
  return { plain: text === '' || isNamed ? undefined : text, named: new URLSearchParams(isNamed ? text : '') };
}
