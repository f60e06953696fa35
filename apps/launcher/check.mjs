import { runChecks } from './checks.mjs';
import { reportFailure } from './failure.mjs';
import { ensurePackages } from './install.mjs';
import { findNode } from './node-runtime.mjs';
import { createProgress } from './ui.mjs';

// What `npm run check` does.
const progress = createProgress(process.stdout);
try {
  await ensurePackages(progress);
  const { failed } = await runChecks(progress, findNode());
  if (failed > 0) process.exitCode = 1;
} catch (error) {
  reportFailure(error);
}
