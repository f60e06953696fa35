import { scope } from '@e-code/api-keys/contract';
import type { Scope } from '@e-code/api-keys/contract';
import { Checkbox } from '@e-code/kernel/web';
import { t } from '../texts.ts';

/** What a key may do. Reading comes with everything else that is about projects, and shows it. */
export function ScopeChoice({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly Scope[];
  error: string | undefined;
  onChange: (scopes: Scope[]) => void;
}) {
  const changing = chosen.some((one) => one.startsWith('project:') && one !== 'project:read');
  const toggle = (one: Scope, on: boolean): void => {
    const others = chosen.filter((other) => other !== one);
    onChange(on ? [...others, one] : others);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-ui font-medium">{t('scopes')}</legend>
      {scope.options.map((one) => {
        const implied = one === 'project:read' && changing;
        return (
          <Checkbox
            key={one}
            label={t(`scope_${one}`)}
            hint={t(`scope_${one}_hint`)}
            checked={implied || chosen.includes(one)}
            disabled={implied}
            onCheckedChange={(on) => toggle(one, on)}
          />
        );
      })}
      {error !== undefined && (
        <p role="alert" className="text-small text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
