import { toast } from '@e-code/kernel/web';
import { toHostProblem } from '../host/problem.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { vectorOf } from './state-vector.ts';
import { t } from './texts.ts';
import { writeForm } from './write-form.ts';

/** The file in use as the formatter of its project writes it. Where the project configures none, it stays as it is. */
export async function formatBeforeSaving({ layout, documents, client }: Workspace): Promise<void> {
  const path = layout.activeFile.get();
  const document = path === undefined ? undefined : documents.get(path);
  if (document?.name === undefined || !document.shared || document.readOnly) return;
  const present = { document: document.name, vector: vectorOf(document.shared) };
  const tabSize = layout.view?.state.tabSize ?? 2;
  try {
    writeForm(document, await client.ask('languages.format', { ...present, tabSize, spaces: true, configured: true }));
  } catch (error) {
    const { body } = toHostProblem(error);
    // The text is saved in any case; only what the formatter says of it is news.
    if (body.code === 'language_format_failed') toast.error(t('notFormatted'), { description: body.details ?? '' });
  }
}
