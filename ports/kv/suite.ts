import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KvUnavailable } from './port.ts';
import type { Change, KvPort, Limits, Outcome, Write } from './port.ts';

/** What a driver hands to the suite: a store of its own, whose clock the suite moves. */
export interface Subject {
  make(now: () => number): Promise<KvPort>;
  remove(): Promise<void>;
}

const ROOM: Limits = { keys: 1_000_000, bytes: 1_000_000_000 };
const set = (key: string, value: string | Buffer, expiresAt: number | null = null): Write => ({
  kind: 'set',
  key,
  value: Buffer.from(value),
  expiresAt,
});
const remove = (key: string): Write => ({ kind: 'delete', key });
const writes = (...all: Write[]): Change => ({ checks: [], writes: all });

/** The contract of the key-value port as tests on a real store. Every driver passes it. */
export function describeKvPort(name: string, subject: Subject): void {
  describe(`key-value port: ${name}`, () => {
    let kv: KvPort;
    let now = 1_000_000;
    beforeAll(async () => {
      kv = await subject.make(() => now);
      await kv.prepare();
      await kv.prepare();
    });
    afterAll(async () => {
      await kv.close();
      await subject.remove();
    });
    const space = (): string => `space_${randomBytes(6).toString('hex')}`;
    const put = (where: string, ...all: Write[]): Promise<Outcome> => kv.change(where, writes(...all), ROOM);
    const text = async (where: string, key: string): Promise<string | undefined> =>
      (await kv.get(where, [key]))[0]?.value.toString();
    const keysOf = async (where: string, prefix = ''): Promise<string[]> =>
      (await kv.list(where, { prefix, limit: 100, values: false })).entries.map(({ key }) => key);

    it('keeps values byte for byte, under any key', async () => {
      const here = space();
      const value = randomBytes(100_000);
      for (const key of ['a', 'a/b c', 'ключ', '\0', 'line\nbreak', '100%', '', '🙂'.repeat(50)]) {
        await put(here, set(key, value));
        expect((await kv.get(here, [key]))[0]?.value.equals(value), key).toBe(true);
      }
      await put(here, set('empty', ''));
      expect(await text(here, 'empty')).toBe('');
      expect(await kv.get(here, ['absent'])).toEqual([undefined]);
    });

    it('keeps spaces apart', async () => {
      const [one, other] = [space(), space()];
      await put(one, set('key', 'of one'));
      await put(other, set('key', 'of the other'));
      await kv.drop(one);
      expect([await text(one, 'key'), await text(other, 'key')]).toEqual([undefined, 'of the other']);
      expect(await kv.usage(one)).toEqual({ keys: 0, bytes: 0 });
    });

    it('lists keys by prefix in the order of their bytes, page by page', async () => {
      const here = space();
      const all = ['a', 'ab', 'a\u{10ffff}', 'a\u{ffff}', 'b', 'A', 'a/1', 'a/2'];
      await put(here, ...all.map((key) => set(key, key)));
      const sorted = all.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      expect(await keysOf(here)).toEqual(sorted);
      expect(await keysOf(here, 'a/')).toEqual(['a/1', 'a/2']);
      const walked: string[] = [];
      for (let more = true; more;) {
        const after = walked.at(-1);
        const page = await kv.list(here, {
          prefix: 'a',
          limit: 2,
          values: true,
          after,
        });
        for (const { key, value } of page.entries) expect(value?.toString()).toBe(key);
        walked.push(...page.entries.map(({ key }) => key));
        more = page.more;
      }
      expect(walked).toEqual(sorted.filter((key) => key.startsWith('a')));
    });

    it('writes all of a change or nothing, and later writes see earlier ones', async () => {
      const here = space();
      const outcome = await put(here, set('a', '1'), remove('a'), set('b', '2'), remove('never'));
      expect(outcome).toMatchObject({
        ok: true,
        written: [{ existed: false }, { existed: true, revision: null }, { existed: false }, { existed: false }],
      });
      expect(await keysOf(here)).toEqual(['b']);
      const refused = await put(here, set('c', '3'), { kind: 'increment', key: 'b', by: 1n }, set('b', 'x'), {
        kind: 'increment',
        key: 'b',
        by: 1n,
      });
      expect(refused).toEqual({ ok: false, refusal: { code: 'not_a_number', key: 'b' } });
      expect([await text(here, 'b'), await text(here, 'c')]).toEqual(['2', undefined]);
    });

    it('writes only when what was checked still holds', async () => {
      const here = space();
      const first = await put(here, set('key', 'first'));
      const revision = (first.ok && first.written[0]?.revision) || 0;
      const swap = (value: string): Promise<Outcome> =>
        kv.change(here, { checks: [{ key: 'key', revision }], writes: [set('key', value)] }, ROOM);
      const both = await Promise.all([swap('mine'), swap('yours')]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      const absent = { checks: [{ key: 'new', revision: null }], writes: [set('new', 'made')] };
      expect(await kv.change(here, absent, ROOM)).toMatchObject({ ok: true });
      expect(await kv.change(here, absent, ROOM)).toMatchObject({
        ok: false,
        refusal: { code: 'check_failed', key: 'new' },
      });
    });

    it('counts exactly, however many count at once', async () => {
      const here = space();
      const by = 12_345_678_901_234_567_890n;
      const counted = Array.from({ length: 300 }, () => put(here, { kind: 'increment', key: 'n', by }));
      const numbers = (await Promise.all(counted)).map((outcome) =>
        outcome.ok ? outcome.written[0]?.number : undefined,
      );
      expect(new Set(numbers).size).toBe(300);
      expect(await text(here, 'n')).toBe(String(by * 300n));
    });

    it('forgets what expired, and frees its room', async () => {
      const here = space();
      await put(here, set('short', 'x', now + 1_000), set('long', 'y', now + 5_000), set('ever', 'z'));
      now += 2_000;
      expect(await keysOf(here)).toEqual(['ever', 'long']);
      expect(await text(here, 'short')).toBeUndefined();
      const made = { checks: [{ key: 'short', revision: null }], writes: [set('short', 'again', now + 100)] };
      expect(await kv.change(here, made, ROOM)).toMatchObject({ ok: true, written: [{ existed: false }] });
      now += 10_000;
      expect(await kv.sweep(1_000)).toBe(2);
      expect(await kv.usage(here)).toEqual({ keys: 1, bytes: 5 });
    });

    it('refuses what would pass a limit, and says which', async () => {
      const here = space();
      const limits = { keys: 2, bytes: 20 };
      const attempt = (...all: Write[]): Promise<Outcome> => kv.change(here, writes(...all), limits);
      expect(await attempt(set('a', '12345'), set('b', '12345'))).toMatchObject({ ok: true });
      expect(await attempt(set('c', ''))).toEqual({ ok: false, refusal: { code: 'too_many_keys', keys: 2 } });
      expect(await attempt(set('a', 'x'.repeat(20)))).toEqual({
        ok: false,
        refusal: { code: 'too_many_bytes', bytes: 20 },
      });
      expect(await attempt(remove('a'), set('c', '12345'))).toMatchObject({ ok: true });
      expect(await kv.usage(here)).toEqual({ keys: 2, bytes: 12 });
      expect(await kv.change(here, writes(remove('b')), { keys: 0, bytes: 0 })).toMatchObject({ ok: true });
    });

    it('keeps count of thousands of changes at once, in the order in which they came', async () => {
      const here = space();
      const all = Array.from({ length: 3_000 }, (_, index) => put(here, set(`key-${index % 500}`, String(index))));
      const outcomes = await Promise.all(all);
      const revisions = outcomes.map((outcome) => (outcome.ok ? (outcome.written[0]?.revision ?? 0) : 0));
      expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
      expect(new Set(revisions).size).toBe(3_000);
      expect(await text(here, 'key-499')).toBe('2999');
      expect((await kv.usage(here)).keys).toBe(500);
    });

    it('says what a crash may take', async () => {
      expect((await kv.describe()).durability).toMatch(/\S .+\.$/);
    });
  });
}

/** The same for stores that a test may end while they are used. */
export interface OwnStore extends Subject {
  /** Kills the store. @returns what brings it back with what it had kept */
  interrupt(): Promise<{ resume(): Promise<void> }>;
}

/** What a driver does while its store is away. */
export function describeOutage(name: string, subject: OwnStore): void {
  describe(`outage of the key-value store: ${name}`, () => {
    let kv: KvPort;
    beforeAll(async () => {
      kv = await subject.make(Date.now);
      await kv.prepare();
    });
    afterAll(async () => {
      await kv.close();
      await subject.remove();
    });

    it('says that it does not answer, and has what was acknowledged when it is back', async () => {
      const put = (key: string): Promise<Outcome> => kv.change('here', writes(set(key, 'kept')), ROOM);
      const acknowledged = await Promise.all(Array.from({ length: 200 }, (_, index) => put(String(index))));
      expect(acknowledged.every(({ ok }) => ok)).toBe(true);
      const { resume } = await subject.interrupt();
      await expect(put('x')).rejects.toThrow(KvUnavailable);
      await expect(kv.get('here', ['1'])).rejects.toThrow(KvUnavailable);
      await resume();
      await vi.waitFor(async () => expect(await kv.usage('here')).toMatchObject({ keys: 200 }), { timeout: 12_000 });
      expect((await kv.get('here', ['199']))[0]?.value.toString()).toBe('kept');
    });
  });
}
