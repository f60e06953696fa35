import { EventEmitter } from 'node:events';

/** Fan-out of small messages between the parts of the platform. One process needs no more than this. */
export interface Bus {
  publish(topic: string, message: unknown): void;
  /** @returns the function that ends the subscription. */
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
}

/** The bus of an installation of one process. */
export function createMemoryBus(): Bus {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    publish: (topic, message) => void emitter.emit(topic, message),
    subscribe(topic, listener) {
      emitter.on(topic, listener);
      return () => emitter.off(topic, listener);
    },
  };
}
