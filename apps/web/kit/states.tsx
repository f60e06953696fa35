import { Button, CodeBlock, EmptyState, ErrorState } from '@e-code/kernel/web';
import { FolderPlus, Plus } from 'lucide-react';
import { Section } from './section.tsx';

export function States() {
  return (
    <Section title="States" className="grid gap-6 sm:grid-cols-2">
      <div className="rounded-panel border border-line">
        <EmptyState
          icon={<FolderPlus size={20} strokeWidth={1.5} />}
          title="No projects yet"
          action={
            <Button variant="primary" icon={<Plus size={16} strokeWidth={1.5} />}>
              New project
            </Button>
          }
          aside={<CodeBlock code="ecode new --template node-express" prompt="$" />}
        >
          Start from a template, a zip file or a git repository.
        </EmptyState>
      </div>
      <div className="rounded-panel border border-line">
        <ErrorState
          title="The projects could not be read"
          details={'code: database_unavailable\nstatus: 503'}
          action={<Button>Try again</Button>}
        >
          The database does not answer right now. Nothing was changed; try again in a few seconds.
        </ErrorState>
      </div>
      <div className="rounded-panel border border-line p-4 sm:col-span-2">
        <ErrorState
          layout="inline"
          title="Preview did not open"
          action={<Button size="small">Run again</Button>}
          details="connect ECONNREFUSED 127.0.0.1:3000"
        >
          Nothing listens on port 3000. The program ended with code 1.
        </ErrorState>
      </div>
    </Section>
  );
}
