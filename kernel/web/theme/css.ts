import { toCss, type Oklch } from './oklch.ts';
import { ansiNames, roles, syntaxRoles, type Theme } from './roles.ts';

type Declaration = readonly [name: string, value: string];

const declare = (prefix: string, names: readonly string[], colors: Readonly<Record<string, Oklch>>): Declaration[] =>
  names.flatMap((name) => {
    const color = colors[name];
    return color ? [[`--${prefix}${name}`, toCss(color)] as const] : [];
  });

/** The custom properties of a theme: `--bg`, `--text`, ... , `--syntax-keyword`, ... , `--ansi-red`, ... */
export function themeDeclarations(theme: Theme): Declaration[] {
  return [
    ['color-scheme', theme.scheme],
    ...declare('', roles, theme.roles),
    ...declare('syntax-', syntaxRoles, theme.syntax),
    ...declare('ansi-', ansiNames, theme.ansi),
  ];
}

function rule(selector: string, declarations: readonly Declaration[]): string {
  const lines = declarations.map(([name, value]) => `  ${name}: ${value};`);
  return `${selector} {\n${lines.join('\n')}\n}\n`;
}

/** The text of `tokens.css`: one rule per theme, chosen by `data-theme` on the root element; the first is the default. */
export function tokensCss(themes: readonly Theme[]): string {
  const rules = themes.map((theme, index) => {
    const chosen = `[data-theme='${theme.id}']`;
    return rule(index === 0 ? `:root,\n${chosen}` : chosen, themeDeclarations(theme));
  });
  const header = '/* Written from themes.ts: run `vitest run kernel/web/theme --update` after a change there. */\n';
  return header + rules.join('\n');
}
