import { AlertDialog } from '@e-code/kernel/web';
import { t } from '../texts.ts';

export type SignOutProps = {
  /** Files with edits that are nowhere but here. */
  files: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => Promise<void>;
};

const shown = 5;

/** Asks before signing out deletes edits that never reached the server. */
export function SignOut({ files, ...dialog }: SignOutProps) {
  const others = files.length - shown;
  return (
    <AlertDialog {...dialog} title={t('unsentTitle')} confirmLabel={t('unsentDelete')}>
      {t('unsentWhy')}
      <ul className="mt-2 list-disc pl-5">
        {files.slice(0, shown).map((path, at) => (
          <li key={`${at} ${path}`} className="font-mono text-small break-all">
            {path}
          </li>
        ))}
      </ul>
      {others > 0 && t('unsentOthers', { count: others })}
    </AlertDialog>
  );
}
