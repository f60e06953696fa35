import { once } from 'node:events';
import type { Door, Kernel } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { filterSchema } from '../../contract/index.ts';
import { readTrail } from './read.ts';
import type { Page, People } from './read.ts';

const PAGE = 1_000;

/** The whole trail as lines of JSON, page by page, as fast as the other side reads. */
export function exportDoor(kernel: Kernel, people: People): Door {
  return {
    method: 'GET',
    path: '/api/audit/export',
    access: 'audit.read',
    summary: 'All entries of the audit trail as lines of JSON, the latest first',
    async handle({ request, response }) {
      const { searchParams } = new URL(request.url ?? '/', kernel.site.publicOrigin);
      const parsed = filterSchema.safeParse(Object.fromEntries(searchParams));
      if (!parsed.success) throw invalid(parsed.error.issues);
      const read = (cursor?: string): Promise<Page> =>
        readTrail(kernel.database.read, people, { ...parsed.data, cursor, limit: PAGE });
      let page = await read();
      response.writeHead(200, {
        'content-type': 'application/jsonl; charset=utf-8',
        'content-disposition': `attachment; filename="audit-${kernel.clock.now().toISOString().slice(0, 10)}.jsonl"`,
        'cache-control': 'no-store',
      });
      for (;;) {
        const lines = page.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
        if (!response.write(lines)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
        if (page.next === null || response.destroyed) break;
        page = await read(page.next);
      }
      response.end();
    },
  };
}

function invalid(found: { path: PropertyKey[]; message: string }[]): Error {
  const issues = found.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const summary = issues.map(({ path, message }) => `${path}: ${message}`).join(' · ');
  return kernelErrors.invalid_input({ summary, issues });
}
