import { describe, expect, it } from 'vitest';
import { explainExit, readExitCode } from './process-exit.ts';

const END = { stopRequested: false, outOfMemoryKills: 0, memoryBytes: 64 * 1024 * 1024 };

describe('the end of a sandbox', () => {
  it('reads 128 + n as signal n, and what is no signal as a code', () => {
    expect(readExitCode(0)).toEqual({ code: 0, signal: null });
    expect(readExitCode(137)).toEqual({ code: null, signal: 'SIGKILL' });
    expect(readExitCode(255)).toEqual({ code: 255, signal: null });
  });

  it('blames memory only for a kill that the kernel counted', () => {
    expect(explainExit({ ...END, exit: readExitCode(137), outOfMemoryKills: 1 }).reason).toBe('out_of_memory');
    expect(explainExit({ ...END, exit: readExitCode(137) }).reason).toBe('signalled');
    expect(explainExit({ ...END, exit: readExitCode(1), outOfMemoryKills: 1 }).reason).toBe('exited');
  });

  it('calls it stopped when that was asked for', () => {
    expect(explainExit({ ...END, exit: readExitCode(137), outOfMemoryKills: 1, stopRequested: true }).reason).toBe(
      'stopped',
    );
  });
});
