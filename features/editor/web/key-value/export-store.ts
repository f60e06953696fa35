import { toast, toProblem } from '@e-code/kernel/web';
import { store } from './endpoints.ts';
import { t } from './texts.ts';

/** Downloads all entries that begin so, in the form that `ImportStore` reads. */
export async function exportStore(project: { id: string; slug: string }, prefix: string): Promise<void> {
  try {
    const lines: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page = await store.export({ projectId: project.id, prefix, ...(after !== undefined && { after }) });
      for (const { key, value, expiresAt } of page.entries) lines.push(JSON.stringify({ key, value, expiresAt }));
      after = page.entries.at(-1)?.key;
      more = page.more && after !== undefined;
    }
    const file = new Blob([`[\n${lines.join(',\n')}\n]\n`], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${project.slug}-data.json`;
    link.click();
    URL.revokeObjectURL(link.href);
    toast.success(t('exported', { count: lines.length }));
  } catch (error) {
    toast.error(toProblem(error).message);
  }
}
