import { feature as accounts } from '@e-code/accounts/web';
import { feature as apiKeys } from '@e-code/api-keys/web';
import { feature as audit } from '@e-code/audit/web';
import { feature as editor } from '@e-code/editor/web';
import { feature as git } from '@e-code/git/web';
import type { WebFeature } from '@e-code/kernel/web';
import { feature as notifications } from '@e-code/notifications/web';
import { feature as projects } from '@e-code/projects/web';

/** The features of this application. A new feature is one line here and one in `apps/server`. */
export const features: readonly WebFeature[] = [projects, editor, accounts, apiKeys, git, audit, notifications];
