import { Button, ErrorState, formatBytes, IconButton } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { TextSkeleton } from './file-panel.tsx';

const pieceSize = 256 * 1024;

/** A file that is too large to be edited in a page, piece by piece. */
export function LargeFile({ path, size }: { path: string; size: number }) {
  const { client } = useWorkspace();
  const [piece, setPiece] = useState(0);
  const last = Math.max(0, Math.ceil(size / pieceSize) - 1);
  const start = piece * pieceSize;

  const { data: text, error } = useQuery({
    queryKey: ['editor', 'part', client.url('files.read', { path }), start],
    queryFn: async () =>
      new TextDecoder().decode(await client.readRange(path, start, Math.min(size, start + pieceSize))),
    retry: false,
  });

  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line bg-raised px-3 py-1.5 text-small text-muted">
        <span className="flex-1">{t('tooLarge', { size: formatBytes(size) })}</span>
        <IconButton
          label={t('previousPart')}
          icon={<ChevronLeft size={16} strokeWidth={1.5} />}
          disabled={piece === 0}
          onClick={() => setPiece(piece - 1)}
        />
        <span className="tabular-nums">{t('partOf', { part: piece + 1, parts: last + 1 })}</span>
        <IconButton
          label={t('nextPart')}
          icon={<ChevronRight size={16} strokeWidth={1.5} />}
          disabled={piece >= last}
          onClick={() => setPiece(piece + 1)}
        />
        <Button
          size="small"
          icon={<Download size={14} strokeWidth={1.5} />}
          onClick={() => location.assign(client.url('files.read', { path, download: true }))}
        >
          {t('download')}
        </Button>
      </div>
      {error && <ErrorState title={t('cannotRead')}>{toHostProblem(error).message}</ErrorState>}
      {!error && text === undefined && <TextSkeleton />}
      {text !== undefined && (
        <pre tabIndex={0} className="min-h-0 flex-1 overflow-auto p-3 font-mono text-ui whitespace-pre">
          {text}
        </pre>
      )}
    </div>
  );
}
