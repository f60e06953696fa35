import { startHost } from './server.ts';
import { takeSettings } from './settings.ts';

/** A failure that nothing awaited must not take the user's terminals and programs down with it. */
process.on('unhandledRejection', (error) => console.error(error));
process.on('uncaughtException', (error) => console.error(error));

const running = await startHost(takeSettings(process.env));

let ending = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void running.close().finally(() => process.exit(0));
  });
}
