import { clsx } from 'clsx';

export const menuPopupClass = clsx(
  'z-50 max-h-(--available-height) min-w-44 max-w-80 origin-(--transform-origin) overflow-y-auto rounded-panel bg-overlay p-1 text-ui text-text shadow-float outline-none',
  'transition-[opacity,scale] duration-(--duration-press) ease-out data-[ending-style]:opacity-0 data-[starting-style]:scale-[0.98] data-[starting-style]:opacity-0',
);

export const menuItemClass = clsx(
  'flex min-h-7 w-full cursor-default items-center gap-2 rounded-control px-2 py-1 text-left outline-none select-none pointer-coarse:min-h-10',
  'data-[highlighted]:bg-active data-[popup-open]:bg-active data-[disabled]:opacity-45',
);
