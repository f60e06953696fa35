import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The hashes of the scripts inside of a document, as a Content-Security-Policy names them. */
export function scriptHashes(document: string): string[] {
  return [...document.matchAll(/<script>([^]*?)<\/script>/g)].map(
    ([, script = '']) => `sha256-${createHash('sha256').update(script).digest('base64')}`,
  );
}

/** Writes `csp.json`: the only inline scripts that the server's Content-Security-Policy has to allow. */
export async function writeContentPolicy(folder: string): Promise<void> {
  const document = await readFile(join(folder, 'index.html'), 'utf8');
  await writeFile(join(folder, 'csp.json'), JSON.stringify({ scriptHashes: scriptHashes(document) }));
}
