import { catalogue } from '../i18n/catalogue.ts';

export const t = catalogue('kernel', {
  cancel: 'Cancel',
  capsLock: 'Caps Lock is on',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  details: 'Details',
  hidePassword: 'Hide password',
  loading: 'Loading',
  optional: 'optional',
  showPassword: 'Show password',
  typeToConfirm: 'Type {name} to confirm',
  tryAgain: 'Try again',
  undo: 'Undo',
  undone: 'Undone',
});
