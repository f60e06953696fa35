import type { RouteAnswer } from '@e-code/host/contract';
import { useEffect, useState } from 'react';
import { useStore } from '../parts/store.ts';
import type { Debugger } from './debugger.ts';
import { Hint, Section } from './section.tsx';
import { t } from './texts.ts';
import { ValueRow } from './value-row.tsx';

type Scopes = RouteAnswer<'debug.scopes'>['scopes'];

/** The variables of the call that is looked at. */
export function Variables({ owner }: { owner: Debugger }) {
  const frame = useStore(owner.standing)?.frame;
  const [read, setRead] = useState<{ frame: number; scopes: Scopes }>();
  const id = frame?.id;
  useEffect(() => {
    if (id === undefined) return undefined;
    let current = true;
    owner.workspace.client.ask('debug.scopes', { frame: id }).then(
      ({ scopes }) => {
        const [first] = scopes;
        if (first && owner.unfolded.size === 0) owner.unfolded.add(first.name);
        if (current) setRead({ frame: id, scopes });
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [owner, id]);
  return (
    <Section title={t('variables')}>
      {frame === undefined && <Hint>{t('notStopped')}</Hint>}
      {read !== undefined && read.frame === frame?.id && (
        <ul>
          {read.scopes.map(({ name, inside }) => (
            <ValueRow
              key={`${read.frame} ${name}`}
              owner={owner}
              variable={{ name, value: '', inside }}
              names={name}
              depth={0}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}
