import { catalogue } from '@e-code/kernel/web';

export const t = catalogue('shell', {
  account: 'Account of {name}',
  commandPalette: 'Command palette',
  copyDetails: 'Copy details',
  crashTitle: 'This screen stopped working',
  crashWhy:
    'A part of the page met an error that it did not expect. Your work on the server is not touched. Reload the page; if it happens again, send the details to whoever runs this server.',
  crashCode: 'Code {code}',
  darkTheme: 'Dark',
  followSystem: 'System',
  home: 'Home',
  lightTheme: 'Light',
  loadingScreen: 'Loading the page',
  mainNavigation: 'Main',
  noCommand: 'No command has these letters in its name.',
  notFoundTitle: 'There is nothing at this address',
  notFoundWhy: 'The page may have been moved or deleted, or it belongs to a project that you may not see.',
  offline: 'No connection to the server. What you read may be old; trying again.',
  reload: 'Reload',
  searchCommands: 'Search commands',
  signOut: 'Sign out',
  skipToContent: 'Skip to content',
  theme: 'Theme',
  partMissingTitle: 'This page could not be loaded',
  partMissingWhy: 'The server cannot be reached. Reload when the connection is back.',
  updatedTitle: 'E-Code was updated',
  updatedWhy:
    'This page was loaded before the update, and a part it needs is gone. Reload to go on with the new version.',
});
