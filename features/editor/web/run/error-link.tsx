import { useEffect, useState, useSyncExternalStore } from 'react';
import { errorPlaces } from '../console/error-places.ts';
import { plainText } from '../console/log-lines.ts';
import type { FoundPlace } from '../console/places.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { findNamedFile, openPlace } from '../workspace/open-place.ts';

/** The first place in a file of the project that the failed run names as the reason. */
function useErrorPlace(): FoundPlace | undefined {
  const workspace = useWorkspace();
  const { run } = useStore(workspace.runs.state);
  const { log } = workspace.runs;
  const snapshot = useSyncExternalStore(log.subscribe, log.snapshot);
  const [found, setFound] = useState<FoundPlace & { run: number }>();
  useEffect(() => {
    let current = true;
    const said = snapshot.lines.filter((line) => line.run === run && line.stream !== 'system');
    const places = errorPlaces(said.map(plainText));
    void Promise.all(places.map(({ path }) => findNamedFile(workspace, path))).then((files) => {
      const at = files.findIndex((file) => file !== undefined);
      const place = places[at];
      const path = files[at];
      if (current && place && path !== undefined) setFound({ ...place, path, run });
    });
    return () => {
      current = false;
    };
  }, [workspace, snapshot, run]);
  return found?.run === run ? found : undefined;
}

/** Beside the outcome of a failed run: one click to the line that failed. */
export function ErrorLink() {
  const workspace = useWorkspace();
  const found = useErrorPlace();
  if (!found) return null;
  const { path, place } = found;
  return (
    <button
      type="button"
      onClick={() => void openPlace(workspace, path, place)}
      className="max-w-full truncate font-mono underline decoration-dotted underline-offset-2 hover:decoration-solid"
    >
      {t('goToError', { path, line: String(place.line) })}
    </button>
  );
}
