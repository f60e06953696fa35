import type { DebugValue } from '@e-code/host/contract';
import { IconButton } from '@e-code/kernel/web';
import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Debugger } from './debugger.ts';
import { Hint, Section } from './section.tsx';
import { t } from './texts.ts';
import { ValueRow } from './value-row.tsx';

const icon = { size: 14, strokeWidth: 1.5 };

/** Expressions that all people of the project watch, with their values in the call that is looked at. */
export function Watches({ owner }: { owner: Debugger }) {
  const { rights } = useWorkspace();
  const { watches } = useStore(owner.state);
  return (
    <Section title={t('watch')}>
      {!rights.run && <Hint>{t('mayNot')}</Hint>}
      <ul>
        {watches.map((expression) => (
          <Watched key={expression} owner={owner} expression={expression} />
        ))}
      </ul>
      {rights.run && <AddWatch owner={owner} watches={watches} />}
    </Section>
  );
}

function Watched({ owner, expression }: { owner: Debugger; expression: string }) {
  const { rights, client } = useWorkspace();
  const standing = useStore(owner.standing);
  const { watches } = useStore(owner.state);
  const frame = standing?.frame?.id;
  const [found, setFound] = useState<DebugValue & { frame: number }>();
  useEffect(() => {
    if (frame === undefined || !rights.run) return undefined;
    let current = true;
    client.ask('debug.evaluate', { expression, frame, why: 'watch' }).then(
      (value) => current && setFound({ ...value, frame }),
      (error: unknown) => {
        const { message, body } = toHostProblem(error);
        if (current) setFound({ value: body.details ?? message, inside: 0, frame });
      },
    );
    return () => {
      current = false;
    };
  }, [client, expression, frame, rights.run]);
  const value = found?.frame === frame ? found : undefined;
  return (
    <ValueRow
      key={`${frame} ${value?.inside}`}
      owner={owner}
      variable={{ name: expression, value: value?.value ?? '', inside: value?.inside ?? 0 }}
      names={`watch/${expression}`}
      depth={0}
      aside={
        rights.run && (
          <IconButton
            size="small"
            label={`${t('remove')}: ${expression}`}
            icon={<X {...icon} />}
            onClick={() => void owner.setWatches(watches.filter((other) => other !== expression))}
          />
        )
      }
    />
  );
}

function AddWatch({ owner, watches }: { owner: Debugger; watches: readonly string[] }) {
  const [text, setText] = useState('');
  function add(): void {
    const expression = text.trim();
    if (expression === '') return;
    setText('');
    void owner.setWatches([...watches, expression]);
  }
  return (
    <form
      className="flex items-center gap-1 px-2 pl-6"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <input
        value={text}
        aria-label={t('addWatch')}
        placeholder={t('addWatch')}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => setText(event.target.value)}
        className="h-7 min-w-0 flex-1 rounded-small border border-line-strong bg-bg px-2 font-mono text-small outline-none placeholder:font-sans focus:border-focus pointer-coarse:h-11"
      />
      <IconButton size="small" type="submit" label={t('add')} icon={<Plus {...icon} />} />
    </form>
  );
}
