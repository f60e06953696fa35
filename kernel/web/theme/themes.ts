import { dark } from './dark.ts';
import { light } from './light.ts';
import type { Theme } from './roles.ts';

/** All themes, the default of each scheme first. */
export const themes: readonly Theme[] = [light, dark];

export { dark, light };
