import { Store } from '../parts/store.ts';

/** Whether this page shows anything of the debugger beside its editors. */
export const debugWanted = new Store(false);
