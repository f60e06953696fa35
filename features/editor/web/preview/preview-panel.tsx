import { Button, EmptyState, ErrorState, toProblem } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { MonitorPlay, Play, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { sandboxes } from '../platform/endpoints.ts';
import { toggleRun } from '../run/toggle-run.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { devices, PreviewBar, type Device } from './preview-bar.tsx';

/** Asks for an address that opens the port once; again for every reload, since a ticket works once. */
function useTicket(port: number | undefined, path: string, visit: number) {
  const { project } = useWorkspace();
  return useQuery({
    queryKey: ['editor', 'preview', project.id, port, path, visit],
    queryFn: () => sandboxes.openPreview({ projectId: project.id, port: port ?? 0, path }),
    enabled: port !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** The pages a person went to in the address bar; the frame's own history is another origin's secret. */
function useHistory() {
  const [{ paths, at }, setHistory] = useState({ paths: ['/'], at: 0 });
  return {
    path: paths[at] ?? '/',
    canGoBack: at > 0,
    canGoForward: at < paths.length - 1,
    go: (path: string) => setHistory((now) => ({ paths: [...now.paths.slice(0, now.at + 1), path], at: now.at + 1 })),
    move: (step: 1 | -1) =>
      setHistory((now) => ({ ...now, at: Math.min(now.paths.length - 1, Math.max(0, now.at + step)) })),
  };
}

/** The running program as its visitors see it. */
export function PreviewPanel() {
  const { runs, layout } = useWorkspace();
  const ports = useStore(runs.ports);
  const wanted = useStore(layout.previewPort);
  const [visit, setVisit] = useState(0);
  const [device, setDevice] = useState<Device>('full');
  const history = useHistory();
  const own = ports.find((entry) => entry.run) ?? ports[0];
  // A port that was shown stays the one that is meant, also while its program is stopped.
  const port = wanted ?? own?.port;
  const listening = port !== undefined && ports.some((entry) => entry.port === port);
  const ticket = useTicket(listening ? port : undefined, history.path, visit);
  const width = devices[device];

  return (
    <div className="flex h-full flex-col">
      <PreviewBar
        port={port}
        ports={ports}
        history={history}
        address={ticket.data?.address}
        device={device}
        onDevice={setDevice}
        onReload={() => setVisit((count) => count + 1)}
        onPort={(next) => layout.previewPort.set(next)}
      />
      <div className={clsx('min-h-0 flex-1 overflow-auto', width === undefined ? 'bg-bg' : 'bg-sunken p-3')}>
        {!listening && <NothingThere />}
        {listening && ticket.error && (
          <ErrorState
            title={t('previewFailed')}
            action={<Button onClick={() => setVisit((count) => count + 1)}>{t('tryAgain')}</Button>}
          >
            {toProblem(ticket.error).message}
          </ErrorState>
        )}
        {listening && ticket.data && (
          <iframe
            key={ticket.data.url}
            src={ticket.data.url}
            title={t('previewOf', { port: String(port) })}
            // Another origin, so the two permissions together do not let it out; the sandbox keeps it from taking the window over.
            // oxlint-disable-next-line react/iframe-missing-sandbox
            sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads allow-pointer-lock"
            allow="clipboard-write; fullscreen; gamepad; microphone; camera; geolocation"
            style={width === undefined ? undefined : { width, maxWidth: 'none' }}
            className={clsx(
              'h-full border-0 bg-[white]',
              width === undefined ? 'w-full' : 'mx-auto block rounded-control ring-1 ring-line-strong',
            )}
          />
        )}
      </div>
    </div>
  );
}

/** No port is open: nothing runs, it is starting, or it runs without one. */
function NothingThere() {
  const workspace = useWorkspace();
  const { runs, rights } = workspace;
  const state = useStore(runs.state);
  const running = state.status === 'running' || state.status === 'installing';
  if (running) {
    return (
      <EmptyState icon={<Unplug size={20} strokeWidth={1.5} />} title={t('noPortYet')}>
        {state.hint ?? t('noPortYetHint')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<MonitorPlay size={20} strokeWidth={1.5} />}
      title={state.status === 'exited' ? t('stoppedListening') : t('nothingRuns')}
      action={
        rights.run && (
          <Button
            variant="primary"
            icon={<Play size={14} strokeWidth={2} fill="currentColor" />}
            onClick={() => void toggleRun(workspace)}
          >
            {t('run')}
          </Button>
        )
      }
    >
      {t('nothingRunsHint')}
    </EmptyState>
  );
}
