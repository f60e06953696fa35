import { ansiNames, roles, syntaxRoles, useTheme } from '@e-code/kernel/web';
import { Section } from './section.tsx';

function Swatch({ name, variable }: { name: string; variable: string }) {
  return (
    <div className="flex items-center gap-2 text-small text-muted">
      <span className="size-6 shrink-0 rounded-small border border-line" style={{ background: `var(${variable})` }} />
      <span className="truncate">{name}</span>
    </div>
  );
}

export function Colors() {
  const { theme } = useTheme();
  const groups = [
    { title: 'Roles', names: roles, prefix: '--' },
    { title: 'Syntax', names: syntaxRoles, prefix: '--syntax-' },
    { title: 'Terminal', names: ansiNames, prefix: '--ansi-' },
  ];
  return (
    <Section title={`Colours of ${theme.name}`}>
      {groups.map(({ title, names, prefix }) => (
        <div key={title} className="grid grid-cols-2 gap-2 sm:grid-cols-5">
          {names.map((name) => (
            <Swatch key={name} name={name} variable={`${prefix}${name}`} />
          ))}
        </div>
      ))}
    </Section>
  );
}
