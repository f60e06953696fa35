import { Button, Menu, toast } from '@e-code/kernel/web';
import type { Terminal } from '@e-code/host/contract';
import { Eye, Keyboard, Lock, LockOpen } from 'lucide-react';
import { useEffect } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { ControlAction } from './terminals.ts';

const icon = { size: 14, strokeWidth: 1.5 };

type TerminalAccessProps = {
  terminal: number | undefined;
  /** Told whether this person may type, and how large the terminal is. */
  onTyping: (may: boolean, size: { columns: number; rows: number } | undefined) => void;
};

/** Above a terminal that others look at: who they are, who may type, and how that changes. Alone it shows nothing. */
export function TerminalAccess({ terminal, onTyping }: TerminalAccessProps) {
  const { terminals, presence } = useWorkspace();
  const known = useStore(terminals.list).find(({ id }) => id === terminal);
  const me = useStore(presence.me)?.id;
  const mayType = known === undefined || terminals.mayType(known.id, me);
  const { columns, rows } = known ?? {};
  useEffect(() => {
    onTyping(mayType, columns === undefined || rows === undefined ? undefined : { columns, rows });
  }, [mayType, columns, rows, onTyping]);
  useRequests(known);
  if (!known || me === undefined) return null;
  const others = known.people.filter(({ id }) => id !== me);
  if (others.length === 0 && mayType) return null;
  return (
    <div
      role="status"
      className="flex min-h-7 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-bg px-3 text-small text-muted"
    >
      <span className="inline-flex items-center gap-1.5" title={others.map(({ name }) => name).join(', ')}>
        <Eye {...icon} aria-hidden />
        {others.length === 0
          ? t('nobodyElseLooks')
          : t('looksToo', { names: others.map(({ name }) => name).join(', ') })}
      </span>
      <span className="flex-1" />
      <Control known={known} me={me} others={others} />
    </div>
  );
}

type ControlProps = { known: Terminal; me: string; others: Terminal['people'] };

function Control({ known, me, others }: ControlProps) {
  const { terminals } = useWorkspace();
  const { open, holder } = known.access;
  const act = (action: ControlAction, to?: string) => () =>
    void terminals.control(known.id, action, to).catch((error: unknown) => toast.error(toHostProblem(error).message));
  if (holder.id === me && !open) {
    return (
      <Menu
        align="end"
        trigger={
          <Button size="small" variant="ghost" icon={<Keyboard {...icon} />}>
            {t('youType')}
          </Button>
        }
        entries={[
          ...others.map(({ id, name }) => ({ label: t('letType', { name }), onSelect: act('give', id) })),
          { label: t('letEverybodyType'), icon: <LockOpen {...icon} />, onSelect: act('open') },
        ]}
      />
    );
  }
  if (open) {
    return (
      <Button size="small" variant="ghost" icon={<Lock {...icon} />} onClick={act('hold')}>
        {t('typeAlone')}
      </Button>
    );
  }
  const present = known.people.some(({ id }) => id === holder.id);
  return (
    <>
      <span>{t('typesHere', { name: holder.name })}</span>
      <Button
        size="small"
        icon={<Keyboard {...icon} />}
        onClick={
          present
            ? () => {
                act('ask')();
                toast.info(t('asked', { name: holder.name }));
              }
            : act('take')
        }
      >
        {t(present ? 'askToType' : 'takeOver')}
      </Button>
    </>
  );
}

/** Somebody asks to type in this terminal: the answer is one click away. */
function useRequests(known: Terminal | undefined): void {
  const { terminals } = useWorkspace();
  const id = known?.id;
  const title = known?.title ?? '';
  useEffect(
    () =>
      terminals.onAsked((terminal, by) => {
        if (terminal !== id) return;
        toast.info(t('asksToType', { name: by.name, terminal: title }), {
          timeout: 20_000,
          action: { label: t('allow'), onClick: () => void terminals.control(terminal, 'give', by.id) },
        });
      }),
    [terminals, id, title],
  );
}
