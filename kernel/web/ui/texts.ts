import { catalogue } from '../i18n/catalogue.ts';

export const t = catalogue('kernel', {
  cancel: 'Cancel',
  capsLock: 'Caps Lock is on',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  details: 'Details',
  hide: 'Hide',
  hidePassword: 'Hide password',
  loading: 'Loading',
  optional: 'optional',
  show: 'Show',
  showPassword: 'Show password',
  typeToConfirm: 'Type {name} to confirm',
  tryAgain: 'Try again',
  undo: 'Undo',
  undone: 'Undone',
});
