import { runRipgrep } from '../search/ripgrep.ts';

/** Folders that tools make again: never in quick open, search or archives unless asked for. */
export const generatedFolders = ['node_modules', '.git', '.venv', '__pycache__', '.pnpm-store', '.cache'] as const;

/** Every file that ignore files do not hide, by ripgrep, up to `limit`. */
export async function listAll(root: string, limit: number): Promise<{ paths: string[]; truncated: boolean }> {
  const excluded = generatedFolders.flatMap((name) => ['--glob', `!**/${name}`]);
  const words = ['--files', '--hidden', '--no-require-git', '--no-messages', '--null', ...excluded];
  const paths: string[] = [];
  let truncated = false;
  const take = (path: string): boolean => {
    truncated = paths.length >= limit;
    if (!truncated && path !== '') paths.push(path);
    return !truncated;
  };
  await runRipgrep({ root, words, separator: '\0', take });
  return { paths, truncated };
}
