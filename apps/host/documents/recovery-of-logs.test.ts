import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { hashOf } from './disk-file.ts';
import { textName } from './document.ts';
import type { LogRecord } from './log-records.ts';
import { recover } from './recovery.ts';
import { Differ } from './text/differ.ts';
import { rebase } from './text/rebase.ts';

/** A document's log as it grows, with the text at each moment. */
class Writer {
  readonly records: LogRecord[] = [];
  readonly #doc = new Y.Doc();

  constructor(text: string) {
    this.#doc.getText(textName).insert(0, text);
    this.records.push({ kind: 'state', update: Y.encodeStateAsUpdate(this.#doc) });
    this.done();
    this.#doc.on('update', (update: Uint8Array) => this.records.push({ kind: 'update', update }));
  }

  get text(): string {
    return this.#doc.getText(textName).toJSON();
  }

  type(at: number, text: string): this {
    this.#doc.getText(textName).insert(at, text);
    return this;
  }

  intent(inPlace = false): this {
    this.records.push({
      kind: 'intent',
      written: { hash: hashOf(Buffer.from(this.text)), inode: '', birth: '', inPlace },
    });
    return this;
  }

  /** @param text what was written, when more came since it was announced */
  done(text = this.text): this {
    this.records.push({ kind: 'done', written: { hash: hashOf(Buffer.from(text)), inode: '1', birth: '1' } });
    return this;
  }
}

/** The text that a host has which starts with this log and this file. */
async function restart(writer: Writer, disk: string): Promise<{ base: string; merged: string }> {
  const differ = new Differ();
  const found = { hash: hashOf(Buffer.from(disk)), text: disk };
  const { doc, edits } = await recover(writer.records, found, differ);
  const theirs = await differ.diff(edits.base.toString(), disk);
  const { incoming } = rebase(edits.base, edits.ours, theirs);
  await differ.close();
  expect(doc.getText(textName).toJSON()).toBe(edits.ours.apply(edits.base).toString());
  return { base: edits.base.toString(), merged: incoming.apply(edits.ours.apply(edits.base)).toString() };
}

const text = 'one\ntwo\nthree\n';

it('takes a file that was announced and written for its own, with what was typed after', async () => {
  const writer = new Writer(text).type(4, 'new line\n').intent().type(0, 'more\n').type(5, 'x');
  expect(await restart(writer, 'one\nnew line\ntwo\nthree\n')).toEqual({
    base: 'one\nnew line\ntwo\nthree\n',
    merged: writer.text,
  });
});

it('knows what was written when more was typed between the announcement and the end of the write', async () => {
  const writer = new Writer(text).type(4, 'new line\n').intent();
  const written = writer.text;
  writer.type(0, 'more\n').done(written).type(5, 'x');
  expect(await restart(writer, written)).toEqual({ base: written, merged: writer.text });
  // Also when somebody wrote something else since.
  expect((await restart(writer, `${written}four\n`)).base).toBe(written);
});

it('takes a file that was announced and not written for the one before', async () => {
  const writer = new Writer(text).type(4, 'new line\n').intent().type(0, 'more\n');
  expect(await restart(writer, text)).toEqual({ base: text, merged: writer.text });
});

it('takes a file for its own of which only the announcement before the last is there', async () => {
  const writer = new Writer(text).type(0, 'a\n').intent().type(8, 'b\n').intent();
  expect(await restart(writer, `a\n${text}`)).toEqual({ base: `a\n${text}`, merged: writer.text });
});

it('takes a file that is as it was several writes ago for somebody’s change', async () => {
  const writer = new Writer(text).type(0, 'a\n').intent().done().type(0, 'b\n').intent().done().type(0, 'c\n');
  const { base, merged } = await restart(writer, `a\n${text}`);
  expect([base, merged]).toEqual([`b\na\n${text}`, `c\na\n${text}`]);
});

it('merges a program’s change of the announced text, and of the one before', async () => {
  const writer = new Writer(text).type(4, 'new line\n').intent();
  const announced = await restart(writer, 'one\nnew line\ntwo\nTHREE\n');
  expect(announced.merged).toBe('one\nnew line\ntwo\nTHREE\n');
  const before = await restart(writer, 'one\ntwo\nTHREE\n');
  expect(before.merged).toBe('one\nnew line\ntwo\nTHREE\n');
});

it('writes a file again that a kill left half written in place', async () => {
  const writer = new Writer(text).type(4, 'new line\n').intent(true);
  const { merged } = await restart(writer, 'one\nnew line\ntwo\nthr');
  expect(merged).toBe(writer.text);
});
