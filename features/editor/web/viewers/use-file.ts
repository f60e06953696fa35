import type { Entry } from '@e-code/host/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react';
import type { FileDocument } from '../documents/document.ts';
import { HostProblem } from '../host/problem.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** Larger files are not read into the page: they are shown in parts. */
export const wholeFileLimit = 20 * 1024 * 1024;

/** Counts how often the file changed on disk since it is shown. */
export function useFileVersion(path: string): number {
  const { socket } = useWorkspace();
  const [version, setVersion] = useState(0);
  useEffect(
    () =>
      socket.on('files.changed', ({ events, overflow }) => {
        if (overflow || events.some((event) => event.path === path)) setVersion((count) => count + 1);
      }),
    [socket, path],
  );
  return version;
}

/** Size and time of the file on disk, followed as it changes. */
export function useEntry(path: string): UseQueryResult<Entry> {
  const { client } = useWorkspace();
  const version = useFileVersion(path);
  return useQuery({
    queryKey: ['editor', 'entry', client.url('files.stat', { path }), version],
    queryFn: () => client.ask('files.stat', { path }),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
}

/** The bytes of a whole file, read again when it changes on disk. */
export function useBytes(path: string, enabled = true): UseQueryResult<Uint8Array> {
  const { client } = useWorkspace();
  const version = useFileVersion(path);
  return useQuery({
    queryKey: ['editor', 'bytes', client.url('files.read', { path }), version],
    queryFn: async () => {
      const content = await client.read(path, undefined, wholeFileLimit);
      if (!content || content.size > wholeFileLimit)
        throw new HostProblem(413, { code: 'large', message: t('tooLargeToShow') });
      return content.bytes;
    },
    placeholderData: (before) => before,
    enabled,
    retry: false,
    gcTime: 0,
  });
}

export type FileText = { readonly text: string | undefined; readonly error: unknown; readonly retry: () => void };

/** The text of a file: of the open document with every keystroke, else of the disk. */
export function useText(path: string, document: FileDocument | undefined): FileText {
  const live = useDocumentText(document);
  const query = useBytes(path, document === undefined);
  const [read, setRead] = useState<{ bytes: Uint8Array; text: string }>();
  if (query.data && read?.bytes !== query.data) {
    setRead({ bytes: query.data, text: new TextDecoder().decode(query.data) });
  }
  const text = document === undefined ? read?.text : live;
  return { text, error: document === undefined ? query.error : null, retry: () => void query.refetch() };
}

/** Deferred, so that typing never waits for a view of what is typed. */
function useDocumentText(document: FileDocument | undefined): string | undefined {
  const subscribe = useCallback(
    (listener: () => void) => document?.attach({ receive: listener }) ?? (() => undefined),
    [document],
  );
  const text = useSyncExternalStore(subscribe, () => document?.text);
  return useDeferredValue(text)?.toString();
}
