import {
  Avatar,
  Badge,
  Banner,
  Button,
  CodeBlock,
  CopyField,
  Kbd,
  Progress,
  QrCode,
  Skeleton,
  StateDot,
  Table,
  Tabs,
  Waiting,
  type Column,
} from '@e-code/kernel/web';
import { Row, Section } from './section.tsx';

type Project = { id: string; name: string; language: string; edited: string; size: string };

const projects: Project[] = [
  { id: '1', name: 'weather-app', language: 'TypeScript', edited: '3 minutes ago', size: '12.4 MB' },
  {
    id: '2',
    name: 'a-project-with-a-name-that-is-much-longer-than-anyone-would-expect-it-to-be',
    language: 'Python',
    edited: 'yesterday',
    size: '1.1 MB',
  },
  { id: '3', name: 'notes', language: 'Static site', edited: 'Nov 2, 2026', size: '804.2 kB' },
];

const columns: Column<Project>[] = [
  { key: 'name', header: 'Name', cell: (row) => row.name, width: 'minmax(0, 2fr)' },
  { key: 'language', header: 'Language', cell: (row) => row.language, wideOnly: true },
  { key: 'edited', header: 'Edited', cell: (row) => row.edited, width: '120px' },
  { key: 'size', header: 'Size', cell: (row) => row.size, width: '80px', align: 'right', wideOnly: true },
];

const many: Project[] = Array.from({ length: 1000 }, (_, index) => ({
  id: String(index),
  name: `project-${index}`,
  language: 'TypeScript',
  edited: 'today',
  size: `${index} kB`,
}));

function Signs() {
  return (
    <Section title="Signs">
      <Row>
        <Badge>Draft</Badge>
        <Badge tone="accent">Owner</Badge>
        <Badge tone="success">Live</Badge>
        <Badge tone="warning">Near the limit</Badge>
        <Badge tone="danger">Failed</Badge>
        <Badge tone="info">Waking</Badge>
        <Badge tone="development">Development</Badge>
        <Badge tone="preview">Preview</Badge>
        <Badge tone="production">Production</Badge>
      </Row>
      <Row>
        <StateDot state="running" label="Running" />
        <StateDot state="busy" label="Starting" />
        <StateDot state="idle" label="Stopped" />
        <StateDot state="failed" label="Stopped: out of memory" />
        <Avatar name="Ada Lovelace" />
        <Avatar name="Grace Hopper" size="large" />
        <Kbd keys="mod+shift+f" />
        <Waiting reason="Starting the project" delay={0} />
      </Row>
      <div className="grid gap-6 sm:grid-cols-2">
        <Progress label="Installing packages" value={0.42} />
        <Progress label="Cloning" value={null} detail="4.2 MB" />
      </div>
      <div className="flex flex-col gap-2">
        <Banner>A new version is ready. It is used at the next start.</Banner>
        <Banner tone="success">Recovery codes were saved.</Banner>
        <Banner tone="warning" title="Disk nearly full" action={<Button size="small">Free space</Button>}>
          1.9 of 2 GB are used. At 2 GB, files cannot be saved any more.
        </Banner>
        <Banner tone="danger" title="The password is not right">
          Try again, or set a new one by e-mail.
        </Banner>
      </div>
    </Section>
  );
}

function Content() {
  return (
    <Section title="Content">
      <Tabs
        label="Views"
        items={[
          {
            value: 'few',
            label: 'Few',
            badge: <Badge>3</Badge>,
            content: (
              <Table
                label="Projects"
                columns={columns}
                rows={projects}
                rowKey={(row) => row.id}
                rowLink={(row) => `/p/${row.name}`}
              />
            ),
          },
          {
            value: 'many',
            label: 'Many',
            badge: <Badge>1,000</Badge>,
            content: (
              <Table
                label="Many projects"
                columns={columns}
                rows={many}
                rowKey={(row) => row.id}
                className="max-h-80"
              />
            ),
          },
        ]}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="flex flex-col gap-4">
          <CopyField label="Preview address" value="http://3000-k3v9.apps.localhost:3000" />
          <CodeBlock title="Terminal" prompt="$" code={'npm install\nnpm start'} />
        </div>
        <div className="flex items-start gap-4">
          <QrCode text="http://localhost:3000/p/weather" label="Address of the preview" size={128} />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="h-4 w-full" />
            <Skeleton className="h-4 w-5/6" />
          </div>
        </div>
      </div>
    </Section>
  );
}

export function Feedback() {
  return (
    <>
      <Signs />
      <Content />
    </>
  );
}
