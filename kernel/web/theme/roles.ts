import type { Oklch } from './oklch.ts';

/** What a colour is for. A theme gives every role a colour; components know roles only. */
export const roles = [
  // Surfaces, from the deepest to the one that floats.
  'bg-sunken',
  'bg',
  'bg-raised',
  'bg-overlay',
  'bg-hover',
  'bg-active',
  'bg-selected',
  // Text.
  'text',
  'text-muted',
  'text-faint',
  // Lines. `border` divides, `border-strong` outlines what can be typed into or pressed.
  'border',
  'border-strong',
  'focus',
  'selection',
  // The accent: `accent` is a fill that carries `on-accent`; `accent-text` is read on a surface.
  'accent',
  'accent-hover',
  'accent-soft',
  'accent-text',
  'on-accent',
  // States: the bare name is read on a surface or on its own `-soft` fill.
  'success',
  'success-soft',
  'warning',
  'warning-soft',
  'danger',
  'danger-soft',
  'danger-fill',
  'danger-fill-hover',
  'on-danger',
  'info',
  'info-soft',
  // The environment marks; amber is used for nothing but production.
  'development',
  'development-soft',
  'preview',
  'preview-soft',
  'production',
  'production-soft',
] as const;

export type Role = (typeof roles)[number];

export const syntaxRoles = [
  'comment',
  'keyword',
  'string',
  'number',
  'function',
  'type',
  'variable',
  'property',
  'constant',
  'operator',
  'tag',
  'attribute',
  'invalid',
] as const;

export type SyntaxRole = (typeof syntaxRoles)[number];

/** The sixteen colours of a terminal, in ANSI order. */
export const ansiNames = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'bright-black',
  'bright-red',
  'bright-green',
  'bright-yellow',
  'bright-blue',
  'bright-magenta',
  'bright-cyan',
  'bright-white',
] as const;

export type AnsiName = (typeof ansiNames)[number];

export type Theme = {
  readonly id: string;
  readonly name: string;
  readonly scheme: 'light' | 'dark';
  readonly roles: Readonly<Record<Role, Oklch>>;
  readonly syntax: Readonly<Record<SyntaxRole, Oklch>>;
  readonly ansi: Readonly<Record<AnsiName, Oklch>>;
};

const surfaces: readonly Role[] = ['bg-sunken', 'bg', 'bg-raised', 'bg-overlay', 'bg-hover', 'bg-selected'];

/** Every text role with every surface it may lie on. `contrast.test.ts` holds all of them to 4.5:1. */
export const textPairs: readonly (readonly [text: Role, surface: Role])[] = [
  ...(['text', 'text-muted', 'text-faint', 'accent-text', 'danger'] as const).flatMap((text) =>
    surfaces.map((surface) => [text, surface] as const),
  ),
  ...(['success', 'warning', 'info', 'development', 'preview', 'production'] as const).flatMap((text) =>
    (['bg-sunken', 'bg', 'bg-raised', 'bg-overlay', `${text}-soft`] as const).map(
      (surface) => [text, surface] as const,
    ),
  ),
  ...(
    ['accent-soft', 'success-soft', 'warning-soft', 'danger-soft', 'info-soft', 'selection', 'bg-active'] as const
  ).map((surface) => ['text', surface] as const),
  ['text-muted', 'bg-active'],
  ['accent-text', 'accent-soft'],
  ['danger', 'danger-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger-fill'],
  ['on-danger', 'danger-fill-hover'],
];
