import type { z } from 'zod';

/** A fact that a service records in the transaction that made it true. Names are `noun.past_participle`. */
export interface EventDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  name: Name;
  payload: Payload;
}

/** Declares an event of a feature. */
export function event<Name extends string, Payload extends z.ZodType>(
  name: Name,
  payload: Payload,
): EventDefinition<Name, Payload> {
  return { name, payload };
}
