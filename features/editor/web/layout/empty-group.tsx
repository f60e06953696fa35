import { Kbd } from '@e-code/kernel/web';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** Where no file is open: the few keys that lead on. */
export function EmptyGroup() {
  const { rights, project } = useWorkspace();
  const keys: [string, string][] = [
    [t('openFile'), 'mod+p'],
    [t('commandPalette'), 'mod+k'],
    ...(rights.run
      ? ([
          [t('run'), 'mod+enter'],
          [t('terminal'), 'mod+`'],
        ] satisfies [string, string][])
      : []),
  ];
  return (
    <div className="grid h-full place-items-center bg-bg p-4">
      <div className="flex flex-col gap-3">
        <p className="max-w-64 truncate text-center text-body font-medium text-muted">{project.name}</p>
        <dl className="grid grid-cols-[auto_auto] gap-x-6 gap-y-2 text-ui text-muted">
          {keys.map(([label, shortcut]) => (
            <div key={shortcut} className="contents">
              <dt>{label}</dt>
              <dd className="justify-self-end">
                <Kbd keys={shortcut} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
