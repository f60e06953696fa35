import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';
import { createStamp, fingerprint } from './stamp.mjs';

/**
 * @typedef {{ label: string, output: string, inputs: string[], command: string[] }} Build
 * @returns {Build[]}
 */
export function listBuilds() {
  const features = readdirSync(join(ROOT, 'features'));
  return [
    {
      label: 'Building the project host',
      output: 'apps/host/dist',
      inputs: ['apps/host', 'package-lock.json'],
      command: ['apps/host/build.ts'],
    },
    {
      label: 'Building the pages',
      output: 'apps/web/dist/current',
      inputs: [
        'apps/web',
        'apps/host/contract',
        'kernel/web',
        'kernel/contract',
        ...features.flatMap((name) => [`features/${name}/web`, `features/${name}/contract`]),
        'package-lock.json',
      ],
      command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn'],
    },
  ];
}

/**
 * Makes what the server serves and mounts, each only when something it is made from has changed.
 *
 * @param {import('./ui.mjs').Progress} progress
 * @param {string} node path of a Node.js that runs TypeScript
 */
export async function ensureBuilds(progress, node) {
  for (const build of listBuilds()) await ensureBuild(progress, node, build);
}

/**
 * @param {import('./ui.mjs').Progress} progress
 * @param {string} node
 * @param {Build} build
 */
async function ensureBuild(progress, node, { label, output, inputs, command }) {
  const print = fingerprint(ROOT, inputs);
  const stamp = createStamp(join(ROOT, output, '.built-from'), print);
  if (existsSync(join(ROOT, output)) && stamp.isCurrent()) return;
  await progress.step(label, async () => {
    const { code, output: words } = await run(node, command, { cwd: ROOT });
    if (code !== 0) throw new LauncherFailure(`${label} failed; its words are above.`, words);
    stamp.write();
  });
}
