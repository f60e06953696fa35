import type { WebFeature } from '@e-code/kernel/web';

/** The features of this application. A new feature is one line here and one in `apps/server`. */
export const features: readonly WebFeature[] = [];
