import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { spawnProject } from '../testing/project.ts';

const isRoot = process.getuid?.() === 0;

it.runIf(isRoot)(
  'says so when the machine may not watch more folders, and keeps working',
  { timeout: 30_000 },
  async () => {
    const limited = 'echo 5 > /proc/sys/user/max_inotify_watches && exec "$@"';
    const project = await spawnProject(['unshare', '--user', '--map-root-user', 'bash', '-c', limited, 'bash']);
    for (let index = 0; index < 20; index += 1) mkdirSync(join(project.root, `folder-${index}`));
    const page = await project.page();
    page.send({ type: 'watch.start' });
    const { watch } = await page.message('watch.state', (message) => message.watch.status === 'unavailable');
    expect(watch.reason).toContain('max_user_watches');
    await page.message('files.changed', (message) => message.overflow);
    expect((await project.ask('files.list')).json.entries).toHaveLength(20);
  },
);
