import { defineFeature } from '@e-code/kernel/web';

/** The workspace: where a project is edited and run. */
export const feature = defineFeature({
  name: 'editor',
  copies: async () => {
    const { forgetCopies, unsentEdits } = await import('./documents/copies.ts');
    return { unsent: unsentEdits, forget: forgetCopies };
  },
  routes: [
    {
      path: '/p/$slug',
      access: 'guests',
      layout: 'window',
      // The panels too: a screen that waits for them when it is drawn is drawn twice.
      screen: async () => {
        const [{ WorkspaceScreen }, { loadPanels }] = await Promise.all([
          import('./screens/workspace.tsx'),
          import('./workspace/panels.ts'),
        ]);
        await loadPanels();
        return WorkspaceScreen;
      },
    },
  ],
});
