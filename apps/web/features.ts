import { accountsFeature } from '@e-code/accounts/web';
import { editorFeature } from '@e-code/editor/web';
import type { WebFeature } from '@e-code/kernel/web';
import { projectsFeature } from '@e-code/projects/web';

/** The features of this application. A new feature is one line here and one in `apps/server`. */
export const features: readonly WebFeature[] = [projectsFeature, editorFeature, accountsFeature];
