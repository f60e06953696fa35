export { themeBootScript, themeStorageKey } from './boot.ts';
export { themeDeclarations, tokensCss } from './css.ts';
export { contrast, toCss, toHex, type Oklch } from './oklch.ts';
export { roles, syntaxRoles, ansiNames, type AnsiName, type Role, type SyntaxRole, type Theme } from './roles.ts';
export { terminalColors, type TerminalColors } from './terminal.ts';
export { dark, light, themes } from './themes.ts';
