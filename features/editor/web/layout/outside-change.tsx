import { useEffect, useState } from 'react';
import type { OutsideChange } from '../documents/documents.ts';
import { authorName } from '../editor/outside-author.ts';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** How long the notice stands, in milliseconds. */
const shownFor = 6000;

/** "npm changed 3 places in package.json", quietly, when a program changed an open file. A click leads there. */
export function OutsideChangeNotice() {
  const { documents, layout } = useWorkspace();
  const change = useStore(documents.outsideChange);
  const [over, setOver] = useState<OutsideChange>();
  useEffect(() => {
    if (!change) return undefined;
    const timer = setTimeout(() => setOver(change), shownFor);
    return () => clearTimeout(timer);
  }, [change]);
  if (!change || change === over) return null;
  return (
    <span role="status" className="min-w-0 truncate">
      <button type="button" onClick={() => layout.openFile(change.path, { focus: true })} className="hover:text-text">
        {t('outsideChange', { name: authorName(change.by), file: baseName(change.path), count: change.hunks })}
      </button>
    </span>
  );
}
