import type { DebuggerName } from '../contract/debug.ts';
import type { Adapter, AdapterGround } from './adapter.ts';

/** Starts the debugger of a language; its code is loaded with the first program that needs it. */
export async function startAdapter(name: DebuggerName, ground: AdapterGround): Promise<Adapter> {
  if (name === 'python') {
    const { PythonAdapter } = await import('./python/adapter.ts');
    return PythonAdapter.start(ground);
  }
  const { NodeAdapter } = await import('./node/adapter.ts');
  return NodeAdapter.start(ground);
}
