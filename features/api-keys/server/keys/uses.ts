import { createUseWriter } from '@e-code/kernel/server';
import type { Kernel, UseWriter } from '@e-code/kernel/server';
import { sql as query } from 'drizzle-orm';

/** Writes when keys were last used and from where. */
export function createKeyUses(kernel: Kernel): UseWriter {
  return createUseWriter(kernel, 'API keys', ({ ids, addresses, at }) =>
    kernel.database.read.execute(query`
      UPDATE api_keys.keys SET last_used_at = ${at.toISOString()}::timestamptz, last_used_from = used.address
      FROM unnest(${query.param(ids)}::text[], ${query.param(addresses)}::text[]) AS used (id, address)
      WHERE keys.id = used.id`),
  );
}
