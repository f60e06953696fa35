import type { z } from 'zod';

/** One setting of the installation: its environment variable, shape and meaning. */
export interface Setting<Value = unknown> {
  name: string;
  schema: z.ZodType<Value>;
  description: string;
  secret: boolean;
}

export type SettingValues<Settings extends Record<string, Setting>> = {
  [Key in keyof Settings]: Settings[Key] extends Setting<infer Value> ? Value : never;
};

/** Declares a setting. Defaults belong into the schema, so that a value is always complete. */
export function setting<Value>(
  name: string,
  schema: z.ZodType<Value>,
  description: string,
  options: { secret?: boolean } = {},
): Setting<Value> {
  return { name, schema, description, secret: options.secret ?? false };
}

/** Thrown at boot when the environment holds values that cannot be used. Lists all of them at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads settings from environment variables. An empty variable counts as absent, as shells and compose files write it.
 * @throws SettingsError naming every wrong variable, never its value when it is secret.
 */
export function readSettings<Settings extends Record<string, Setting>>(
  settings: Settings,
  environment: NodeJS.ProcessEnv,
): SettingValues<Settings> {
  const problems: string[] = [];
  const values = Object.entries(settings).map(([key, { name, schema, secret }]) => {
    const text = environment[name] === '' ? undefined : environment[name];
    const parsed = schema.safeParse(text);
    if (parsed.success) return [key, parsed.data];
    const shown = secret || text === undefined ? '' : ` (it is "${text}")`;
    problems.push(`${name}${shown}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
    return [key, undefined];
  });
  if (problems.length > 0) throw new SettingsError(`These settings cannot be used:\n  ${problems.join('\n  ')}`);
  return Object.fromEntries(values) as SettingValues<Settings>;
}
