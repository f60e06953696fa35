import { afterAll, beforeAll, expect, it } from 'vitest';
import { volumeOf } from '../life/claim.ts';
import { startStage } from '../testing/stage.ts';
import type { Stage } from '../testing/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ prepareTemplates: true });
});
afterAll(async () => {
  await stage.stop();
});

const templateVolumes = async (): Promise<string[]> =>
  (await stage.sandbox.volumes.list()).map(({ id }) => id).filter((id) => id.startsWith('tpl-'));

it('starts projects of a template with the dependencies that were installed once', async () => {
  await expect
    .poll(templateVolumes, { timeout: 90_000, interval: 250 })
    .toEqual([
      expect.stringMatching(/^tpl-node-express-[0-9a-f]{10}$/),
      expect.stringMatching(/^tpl-node-vite-react-[0-9a-f]{10}$/),
    ]);
  const { body } = await stage.as('ada', 'POST', '/api/projects', { template: 'node-express' });
  const volume = volumeOf(body.id);
  const limits = { cpus: 1, memoryBytes: 128 * 1024 * 1024, pids: 32 };
  const sandbox = await stage.sandbox.start({ id: volume, volume, command: ['sleep', '60'], limits, network: 'none' });
  const { stdout } = await sandbox.exec({
    command: ['bash', '-c', 'ls -A ~ | grep -v lost; ls node_modules/express/package.json; ls server.js'],
  });
  await sandbox.stop({ graceMs: 0 });
  expect(String(stdout)).toBe('workspace\nnode_modules/express/package.json\nserver.js\n');
}, 120_000);
