import {
  AlertDialog,
  Button,
  ContextMenu,
  Dialog,
  DialogClose,
  IconButton,
  Menu,
  Popover,
  TextField,
  toast,
  type MenuEntry,
} from '@e-code/kernel/web';
import { Copy, FilePlus, FolderPlus, MoreHorizontal, Pencil, QrCode as QrIcon, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Row, Section } from './section.tsx';

const icon = { size: 16, strokeWidth: 1.5 };
const nothing = () => undefined;

const fileMenu: MenuEntry[] = [
  { label: 'New file', icon: <FilePlus {...icon} />, shortcut: 'mod+n', onSelect: nothing },
  { label: 'New folder', icon: <FolderPlus {...icon} />, onSelect: nothing },
  'separator',
  { label: 'Rename', icon: <Pencil {...icon} />, shortcut: 'f2', onSelect: nothing },
  {
    label: 'Copy as',
    icon: <Copy {...icon} />,
    entries: [
      { label: 'Path', onSelect: nothing },
      { label: 'Relative path', onSelect: nothing },
    ],
  },
  { label: 'Show hidden files', checked: true, onCheckedChange: nothing },
  'separator',
  {
    label: 'Delete',
    icon: <Trash2 {...icon} />,
    shortcut: 'delete',
    danger: true,
    onSelect: () => toast.undo('Deleted index.ts', nothing),
  },
];

export function Layers() {
  const [asking, setAsking] = useState(false);
  return (
    <Section title="Layers">
      <Row>
        <Menu trigger={<Button>File</Button>} entries={fileMenu} />
        <Menu trigger={<IconButton label="More actions" icon={<MoreHorizontal {...icon} />} />} entries={fileMenu} />
        <Popover
          trigger={<IconButton label="Open on a phone" icon={<QrIcon {...icon} />} />}
          title="Open on a phone"
          description="Scan the code with the camera."
        />
        <Dialog
          trigger={<Button>Dialog</Button>}
          title="Rename project"
          description="Links to the old name go on working."
          footer={
            <>
              <DialogClose>
                <Button>Cancel</Button>
              </DialogClose>
              <Button variant="primary">Rename</Button>
            </>
          }
        >
          <TextField label="Name" defaultValue="weather-app" />
        </Dialog>
        <Button onClick={() => setAsking(true)}>Alert</Button>
        <Button onClick={() => toast.success('Saved', { description: 'All files are on disk.' })}>Success</Button>
        <Button onClick={() => toast.undo('Moved weather-app to the trash', nothing)}>Undo</Button>
        <Button
          onClick={() =>
            toast.error('The project did not start', {
              description: 'Port 3000 is used by another program of this project.',
            })
          }
        >
          Error
        </Button>
      </Row>
      <ContextMenu entries={fileMenu}>
        <div className="grid h-24 place-items-center rounded-control border border-dashed border-line-strong text-muted">
          Right click here
        </div>
      </ContextMenu>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete weather-app for ever?"
        confirmLabel="Delete for ever"
        confirmName="weather-app"
        onConfirm={() => Promise.reject(new Error('The project is running. Stop it and try again.'))}
      >
        Its 214 files, its database and its history are lost. This cannot be undone.
      </AlertDialog>
    </Section>
  );
}
