import { defineFeature } from '@e-code/kernel/web';

/** The workspace: where a project is edited and run. */
export const feature = defineFeature({
  name: 'editor',
  routes: [
    {
      path: '/p/$slug',
      access: 'signed-in',
      layout: 'window',
      screen: () => import('./screens/workspace.tsx').then((file) => file.WorkspaceScreen),
    },
  ],
});
