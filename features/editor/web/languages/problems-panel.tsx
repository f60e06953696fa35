import type { FileProblems, Problem } from '@e-code/host/contract';
import { EmptyState } from '@e-code/kernel/web';
import { CircleCheck, CircleX, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent } from 'react';
import { baseName, parentOf } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { t } from './texts.ts';

/** What language servers find wrong in the files that somebody has open; each leads to its place. */
export function ProblemsPanel() {
  const { problems } = useWorkspace();
  const files = useStore(problems) ?? [];
  if (files.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={20} strokeWidth={1.5} />} title={t('noProblems')}>
        {t('noProblemsHint')}
      </EmptyState>
    );
  }
  return (
    <section aria-label={t('problems')} data-problems className="h-full overflow-y-auto py-1 text-small">
      {files.map((file) => (
        <FileOfProblems key={file.document} file={file} />
      ))}
    </section>
  );
}

function FileOfProblems({ file: { path, problems } }: { file: FileProblems }) {
  return (
    <section aria-label={path}>
      <h3 className="flex items-center gap-1.5 px-3 py-1 text-ui font-normal">
        <FileIcon path={path} />
        <span className="truncate">{baseName(path)}</span>
        <span className="min-w-0 truncate text-small text-muted">{parentOf(path)}</span>
        <span className="ml-auto text-small text-muted tabular-nums">{problems.length}</span>
      </h3>
      <ul>
        {problems.toSorted(bySeverity).map((problem, index) => (
          <ProblemRow key={index} path={path} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

const severities: readonly Problem['severity'][] = ['error', 'warning', 'info', 'hint'];

const bySeverity = (a: Problem, b: Problem): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.line - b.line || a.column - b.column;

const looks: Readonly<Record<Problem['severity'], { icon: LucideIcon; colour: string }>> = {
  error: { icon: CircleX, colour: 'text-danger' },
  warning: { icon: TriangleAlert, colour: 'text-warning' },
  info: { icon: Info, colour: 'text-muted' },
  hint: { icon: Info, colour: 'text-faint' },
};

function ProblemRow({ path, problem }: { path: string; problem: Problem }) {
  const { layout } = useWorkspace();
  const { severity, message, source, code, line, column } = problem;
  const { icon: Icon, colour } = looks[severity];
  return (
    <li>
      <button
        type="button"
        data-problem
        onKeyDown={moveFocus}
        onClick={() => layout.openFile(path, { place: { line, column }, focus: true })}
        className="flex w-full items-start gap-2 py-0.75 pr-3 pl-7 text-left hover:bg-hover focus-visible:bg-selected"
      >
        <Icon size={14} strokeWidth={1.5} className={`mt-0.5 shrink-0 ${colour}`} aria-label={t(severity)} />
        <span className="min-w-0 flex-1 break-words whitespace-pre-wrap text-text">{message}</span>
        <span className="shrink-0 text-muted">{[source, code].filter(Boolean).join(' ')}</span>
        <span className="shrink-0 text-muted tabular-nums">
          {t('place', { line: String(line), column: String(column) })}
        </span>
      </button>
    </li>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The arrows walk through the problems as through a list. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const list = event.currentTarget.closest('[data-problems]');
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-problem]') ?? [])];
  const at = rows.indexOf(event.currentTarget);
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}
