import {
  Button,
  Checkbox,
  IconButton,
  PasswordField,
  RadioGroup,
  SegmentedControl,
  Select,
  Switch,
  TextArea,
  TextField,
} from '@e-code/kernel/web';
import {
  GitBranch,
  Globe,
  Link2,
  Lock,
  Monitor,
  MoreHorizontal,
  PanelRight,
  Play,
  Plus,
  Search,
  Smartphone,
  Tablet,
} from 'lucide-react';
import { useState } from 'react';
import { Row, Section } from './section.tsx';

const icon = { size: 16, strokeWidth: 1.5 };

function Buttons() {
  return (
    <Section title="Buttons">
      <Row>
        <Button variant="primary" icon={<Plus {...icon} />}>
          New project
        </Button>
        <Button>Import</Button>
        <Button variant="ghost">Cancel</Button>
        <Button variant="danger">Delete for ever</Button>
        <Button variant="primary" loading>
          Save
        </Button>
        <Button variant="primary" loading="Creating weather-app">
          Create
        </Button>
        <Button disabled>Disabled</Button>
        <Button variant="primary" disabled>
          Disabled
        </Button>
      </Row>
      <Row>
        <Button size="small" variant="primary" icon={<Play size={14} strokeWidth={1.75} />}>
          Run
        </Button>
        <Button size="small">Small</Button>
        <Button size="medium">Medium</Button>
        <Button size="large" variant="primary">
          Large
        </Button>
        <Button size="large">Large</Button>
        <IconButton label="New file" icon={<Plus {...icon} />} shortcut="mod+n" size="small" />
        <IconButton label="Preview" icon={<PanelRight {...icon} />} pressed />
        <IconButton label="More" icon={<MoreHorizontal {...icon} />} size="large" />
        <IconButton label="Branch" icon={<GitBranch {...icon} />} loading />
        <IconButton label="Not here" icon={<GitBranch {...icon} />} disabled />
      </Row>
    </Section>
  );
}

function Fields() {
  const [name, setName] = useState('weather-app');
  const [language, setLanguage] = useState<'node' | 'python' | null>(null);
  return (
    <Section title="Fields" className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField
        label="Project name"
        value={name}
        onValueChange={setName}
        hint="Lower-case letters, digits and hyphens."
      />
      <TextField
        label="Project name"
        defaultValue="weather app"
        error="Spaces are not allowed in a name. Use a hyphen."
      />
      <TextField label="Search" hideLabel placeholder="Search projects" prefix={<Search {...icon} />} />
      <TextField label="Repository" optional placeholder="https://example.com/name.git" disabled />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        defaultValue="correct horse"
        aside={<a href="#reset">Forgot?</a>}
      />
      <Select
        label="Template"
        placeholder="Choose a template"
        value={language}
        onValueChange={setLanguage}
        options={[
          { value: 'node', label: 'Node with Express', detail: 'JavaScript' },
          { value: 'python', label: 'Python with Flask', detail: 'Python' },
        ]}
      />
      <TextArea label="Description" optional placeholder="What is it for?" className="sm:col-span-2" />
    </Section>
  );
}

function Choices() {
  const [visibility, setVisibility] = useState<'private' | 'unlisted' | 'public'>('private');
  const [device, setDevice] = useState<'desktop' | 'tablet' | 'phone'>('desktop');
  const [on, setOn] = useState(true);
  const [off, setOff] = useState(false);
  return (
    <Section title="Choices" className="grid gap-6 sm:grid-cols-2">
      <RadioGroup
        label="Who can see it"
        value={visibility}
        onValueChange={setVisibility}
        options={[
          { value: 'private', label: 'Private', hint: 'You and the people you invite.', icon: <Lock {...icon} /> },
          { value: 'unlisted', label: 'Unlisted', hint: 'Everyone who has the link.', icon: <Link2 {...icon} /> },
          {
            value: 'public',
            label: 'Public',
            hint: 'Everyone, read only, without secrets.',
            icon: <Globe {...icon} />,
          },
        ]}
      />
      <div className="flex flex-col gap-4">
        <Switch label="Wrap long lines" hint="In the editor, on this device." checked={on} onCheckedChange={setOn} />
        <Switch label="Vim keys" checked={off} onCheckedChange={setOff} />
        <Checkbox label="Copy the database too" hint="Rows as they are now." checked={on} onCheckedChange={setOn} />
        <Checkbox label="Include history" checked={off} onCheckedChange={setOff} />
        <SegmentedControl
          label="Device"
          value={device}
          onValueChange={setDevice}
          className="self-start"
          options={[
            { value: 'desktop', label: 'Desktop', icon: <Monitor size={14} strokeWidth={1.5} /> },
            { value: 'tablet', label: 'Tablet', icon: <Tablet size={14} strokeWidth={1.5} /> },
            { value: 'phone', label: 'Phone', icon: <Smartphone size={14} strokeWidth={1.5} /> },
          ]}
        />
      </div>
    </Section>
  );
}

export function Controls() {
  return (
    <>
      <Buttons />
      <Fields />
      <Choices />
    </>
  );
}
