/** The slug of the project whose workspace has this address. */
export const openedProject = (path: string): string | undefined => /^\/p\/([^/]+)/.exec(path)?.[1];
