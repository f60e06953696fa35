import { tooltipAttributes } from '@e-code/kernel/web';
import { CircleX, TriangleAlert } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

const icon = { size: 13, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** How many errors and warnings the open files have, and the way to their list. */
export function ProblemCounts() {
  const { layout, problems } = useWorkspace();
  const files = useStore(problems);
  if (!files || !layout.docked) return null;
  const all = files.flatMap((file) => file.problems);
  const count = (severity: string) => all.filter((problem) => problem.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return (
    <button
      type="button"
      onClick={() => layout.showProblems()}
      className="flex items-center gap-1 hover:text-text"
      {...tooltipAttributes(t('problems'), 'mod+shift+m', 'top')}
    >
      {/* What is drawn is not the name: that would have to begin with two numbers. */}
      <span className="sr-only">{t('problemCounts', { errors: String(errors), warnings: String(warnings) })}</span>
      <CircleX {...icon} className={errors > 0 ? 'text-danger' : undefined} />
      <span aria-hidden>{errors}</span>
      <TriangleAlert {...icon} className={warnings > 0 ? 'text-warning' : undefined} />
      <span aria-hidden>{warnings}</span>
    </button>
  );
}
