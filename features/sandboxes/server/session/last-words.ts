import { Writable } from 'node:stream';

const KEPT = 4_096;

/** Keeps the end of an output, for the log when the program that wrote it fails. */
export class LastWords extends Writable {
  #kept = Buffer.alloc(0);

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#kept = Buffer.concat([this.#kept, chunk]).subarray(-KEPT);
    done();
  }

  get text(): string {
    return this.#kept.toString('utf8');
  }
}
