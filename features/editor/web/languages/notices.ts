import type { LanguageState } from '@e-code/host/contract';
import { toast } from '@e-code/kernel/web';
import type { Workspace } from '../workspace/workspace.ts';
import { t } from './texts.ts';

const told = new WeakSet<Workspace>();

/** Says once for all editors of the workspace when a language server ended, and offers to start one that stays off. */
export function tellOfServers(workspace: Workspace): void {
  if (told.has(workspace)) return;
  told.add(workspace);
  workspace.socket.on('language.state', ({ state }) => tell(workspace, state));
}

const missed = new Set<LanguageState['server']>();

/** Says once in a page that a file has no server, and how to have one. */
export function tellOfAbsence({ server, status, message }: LanguageState): void {
  if (status !== 'absent' || message === undefined || missed.has(server)) return;
  missed.add(server);
  toast.info(message);
}

function tell({ client, rights }: Workspace, { server, status, message }: LanguageState): void {
  // Who has no file of that language open need not know that its server is absent.
  if (message === undefined || status === 'absent') return;
  if (status !== 'failed' || !rights.write) return void toast.info(message);
  const restart = () => void client.ask('languages.restart', { server }).catch(() => undefined);
  toast.error(message, { action: { label: t('restart'), onClick: restart }, timeout: 0 });
}
