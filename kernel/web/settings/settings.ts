import { useSyncExternalStore } from 'react';

/** A setting of one person in this browser: its name, what it is at first, and how a stored value is checked. */
export type Setting<Value> = {
  readonly name: string;
  readonly get: () => Value;
  readonly set: (value: Value) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

const prefix = 'e-code.setting.';

function read(name: string): unknown {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // Storage is full or blocked: the setting lasts as long as the page.
  }
}

/**
 * Defines a setting. Values are kept in this browser and followed across its tabs.
 * @param check turns what was stored into a value, or returns undefined for what an older version wrote
 */
export function defineSetting<Value>(
  name: string,
  initial: Value,
  check: (stored: unknown) => Value | undefined,
): Setting<Value> {
  const load = () => {
    const stored = read(name);
    return stored === undefined ? initial : (check(stored) ?? initial);
  };
  let value = load();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  if (typeof window !== 'undefined') {
    window.addEventListener('storage', (event) => {
      if (event.key !== prefix + name) return;
      value = load();
      tell();
    });
  }
  return {
    name,
    get: () => value,
    set(next) {
      value = next;
      write(name, next);
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The setting's value, and a way to change it. */
export function useSetting<Value>(setting: Setting<Value>): readonly [value: Value, set: (value: Value) => void] {
  return [useSyncExternalStore(setting.subscribe, setting.get, setting.get), setting.set];
}
