import { catalogue } from '@e-code/kernel/web';

export const t = catalogue('editor-languages', {
  cancel: 'Cancel',
  changedFile: { one: '{count} place', other: '{count} places' },
  close: 'Close',
  fixes: 'What can be done here',
  formatted: { one: 'Formatted in {count} place', other: 'Formatted in {count} places' },
  kept: 'Places where somebody was typing were left as they are.',
  newName: 'New name',
  noDefinition: 'No definition in this project',
  noFixes: 'Nothing is offered here',
  nothingToFormat: 'Already formatted',
  notAnswered: 'The language server could not answer',
  notEverywhere: 'Not changed: {files}',
  places: { one: '{count} place', other: '{count} places' },
  rename: 'Rename',
  renamed: { one: 'Changed {count} file', other: 'Changed {count} files' },
  renamePreview: 'Rename to {name}?',
  restart: 'Start it again',
  undoConflict: 'These were edited since and kept: {files}',
});
