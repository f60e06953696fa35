import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ListedProject } from '../queries.ts';
import { EditDialog } from './edit-dialog.tsx';
import { MembersDialog } from './members-dialog.tsx';
import type { ProjectQuestion } from './project-menu.tsx';
import { VisibilityDialog } from './visibility-dialog.tsx';

const dialogs = { edit: EditDialog, visibility: VisibilityDialog, members: MembersDialog };

/** The dialog that a project's menu opened, one for a whole list. */
export function useProjectQuestions(): {
  readonly dialog: ReactNode;
  readonly ask: (project: ListedProject, question: ProjectQuestion) => void;
} {
  const [open, setOpen] = useState<{ project: ListedProject; question: ProjectQuestion }>();
  const Dialog = open === undefined ? undefined : dialogs[open.question];
  return {
    ask: (project, question) => setOpen({ project, question }),
    dialog: open && Dialog && <Dialog project={open.project} onClose={() => setOpen(undefined)} />,
  };
}
