import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { readSettings, setting } from './setting.ts';

const settings = {
  port: setting('PORT', z.coerce.number().int().default(3000), 'The port.'),
  url: setting('DATABASE_URL', z.url().optional(), 'The database.', { secret: true }),
};

describe('reading settings', () => {
  it('takes defaults for absent and empty variables', () => {
    expect(readSettings(settings, { PORT: '' })).toEqual({ port: 3000, url: undefined });
  });

  it('names every wrong variable at once, with the value unless it is secret', () => {
    const read = (): unknown => readSettings(settings, { PORT: 'high', DATABASE_URL: 'secret words' });
    expect(read).toThrow(/PORT \(it is "high"\)/);
    expect(read).toThrow(/DATABASE_URL: /);
    expect(read).not.toThrow(/secret words/);
  });
});
