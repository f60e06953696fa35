import { z } from 'zod';
import type { RouteName } from '@e-code/host/contract';
import { routes, routeUrl } from '@e-code/host/contract';
import { vi } from 'vitest';
import type { Answer, Asking, Client } from './client.ts';

/** What tests read of the state of a run. */
export interface RunReport {
  status: string;
  summary: string | null;
  hint: string | null;
  exitCode: number | null;
  ports: number[];
}

/** A project of a person, asked through the gateway as the workspace does. */
export class Project {
  readonly client: Client;
  readonly id: string;

  constructor(client: Client, id: string) {
    this.client = client;
    this.id = id;
  }

  static async create(client: Client, template: string, name: string): Promise<Project> {
    const { id } = z.object({ id: z.string() }).parse(await client.do('POST', '/projects', { template, name }));
    return new Project(client, id);
  }

  /** Sends to the project host. The answer is the host's, or the gateway's when it could not be reached. */
  ask(route: RouteName, query: Record<string, string | number | boolean> = {}, asking: Asking = {}): Promise<Answer> {
    const { method } = routes[route];
    return this.client.ask(`/api/projects/${this.id}/host${routeUrl(route, query)}`, { method, ...asking });
  }

  read(path: string): Promise<Answer> {
    return this.ask('files.read', { path });
  }

  /** Writes as the page does. `basis`: the hash of what the content is based on; without it the file must be new. */
  write(path: string, body: string, basis?: string): Promise<Answer> {
    const condition: Record<string, string> =
      basis === undefined ? { 'if-none-match': '*' } : { 'if-match': basis === '*' ? '*' : `"${basis}"` };
    return this.ask('files.write', { path }, { body, headers: condition });
  }

  /** Runs a command instead of the plan's, or the plan when there is none. */
  async run(command?: string): Promise<Answer> {
    return this.ask('run.start', {}, { json: command === undefined ? {} : { command } });
  }

  async state(): Promise<RunReport> {
    return (await this.ask('run.state')).body;
  }

  /** Waits until the run ended. @returns its state */
  async ended(timeout = 60_000): Promise<RunReport> {
    const look = async (): Promise<RunReport> => {
      const state = await this.state();
      if (state.status !== 'exited') throw new Error(`The run is ${state.status}`);
      return state;
    };
    return vi.waitFor(look, { timeout, interval: 100 });
  }

  /** Everything that the runs wrote so far. */
  async log(): Promise<string> {
    const { body } = await this.ask('run.log');
    return z
      .object({ entries: z.array(z.object({ text: z.string() })) })
      .parse(body)
      .entries.map(({ text }) => text)
      .join('');
  }
}
