import {
  QueryError,
  Skeleton,
  toProblem,
  useLive,
  useNavigation,
  useTitle,
  type ScreenProps,
} from '@e-code/kernel/web';
import { sessionChannel, type SessionFailure, type SessionState } from '@e-code/sandboxes/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useStore } from '../parts/store.ts';
import { projectQueries, sandboxes } from '../platform/endpoints.ts';
import { t } from '../texts.ts';
import { WorkspaceProvider } from '../workspace/context.ts';
import { Workspace, type WorkspaceProject } from '../workspace/workspace.ts';
import { WorkspaceView } from '../workspace/workspace-view.tsx';

/** The page of a project. */
export function WorkspaceScreen({ params }: ScreenProps) {
  const slug = params['slug'] ?? '';
  const { go } = useNavigation();
  const query = useQuery(projectQueries.get.queryOptions({ input: { slug } }));
  const project = query.data;
  useTitle(project?.name);

  useEffect(() => {
    // A project keeps its former addresses; the address bar shows the one it has now.
    if (project && project.slug !== slug) go(`/p/${project.slug}`, { replace: true });
  }, [project, slug, go]);

  if (query.error)
    return <QueryError title={t('projectNotOpened')} error={query.error} onRetry={() => void query.refetch()} />;
  if (!project) return <WorkspaceSkeleton />;
  // Another role is another set of things to offer.
  const refresh = () => void query.refetch();
  return <OpenWorkspace key={`${project.id} ${project.role}`} project={project} onRightsChanged={refresh} />;
}

type OpenWorkspaceProps = { project: WorkspaceProject; onRightsChanged: () => void };

function OpenWorkspace({ project, onRightsChanged }: OpenWorkspaceProps) {
  const [workspace] = useState(() => new Workspace(project));
  const { id } = project;
  const changes = useStore(workspace.rightsChanges);
  const changed = useEffectEvent(onRightsChanged);
  useEffect(() => {
    if (changes > 0) changed();
  }, [changes]);

  useEffect(() => {
    const stop = workspace.start();
    void sandboxes.wakeSession({ projectId: id }).then(
      (report) => {
        workspace.session.set(report.state);
        workspace.retryNow();
      },
      (error: unknown) => workspace.session.set(failedState(error)),
    );
    return stop;
  }, [workspace, id]);

  useLive<{ state: SessionState }>(sessionChannel.name, { projectId: id }, ({ state }) => {
    workspace.session.set(state);
    if (state.status === 'running') workspace.retryNow();
  });

  return (
    <WorkspaceProvider value={workspace}>
      <WorkspaceView />
    </WorkspaceProvider>
  );
}

/** A session that could not be started, as the platform says it. */
function failedState(error: unknown): SessionState | undefined {
  const problem = toProblem(error);
  if (problem.code !== 'session_not_started') return undefined;
  const data = problem.data as SessionFailure & { retryAt: string | null };
  return { status: 'failed', failure: data, retryAt: data.retryAt };
}

/** The shape of the workspace until the project is known. */
function WorkspaceSkeleton() {
  const rows = ['60%', '45%', '70%', '38%', '55%', '48%'];
  return (
    <div className="flex h-full" aria-busy="true">
      <div className="hidden w-11 border-r border-line bg-sunken sm:block" />
      <div className="hidden w-62 flex-col gap-3 border-r border-line bg-sunken px-3 py-4 sm:flex">
        {rows.map((width) => (
          <div key={width} style={{ width }}>
            <Skeleton className="h-3.5 w-full" />
          </div>
        ))}
      </div>
      <div className="flex flex-1 flex-col gap-3 px-6 py-5">
        {rows.map((width) => (
          <div key={width} style={{ width }}>
            <Skeleton className="h-3 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
