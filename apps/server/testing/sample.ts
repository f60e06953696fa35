import { z } from 'zod';

export interface SampleTexts {
  /** Values for fields of these names. */
  named: Record<string, unknown>;
  /** Tried in order for every other text: identifiers first, so that they get in wherever one fits. */
  texts: readonly string[];
}

/** Texts of the shapes that our contracts ask for, and values that are no text. */
const plain: readonly unknown[] = [
  'nobody@example.org',
  'a sentence that is long enough',
  'k'.repeat(43),
  '123456',
  '/',
  'https://example.org/repository.git',
  'index.lock',
  '2026-01-31T12:00:00Z',
  '00000000-0000-4000-8000-000000000000',
  'a'.repeat(40),
  'a'.repeat(64),
  'true',
  'start',
  1,
  80,
  2_097_152,
  true,
  null,
  [1, 1],
  {},
];

/**
 * A value that the schema accepts, with every optional field present, so that each is looked at.
 * @throws when nothing fits: add what the schema asks for to `plain`
 */
export function sample(schema: z.core.$ZodType, given: SampleTexts): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return sample(schema.unwrap(), given);
  if (schema instanceof z.ZodArray) return [sample(schema.element, given)];
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodRecord) return {};
  if (schema instanceof z.ZodDiscriminatedUnion) return sample(first(schema.options), given);
  if (schema instanceof z.ZodObject) {
    const fields: Record<string, z.core.$ZodType> = schema.shape;
    return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, sampleField(name, field, given)]));
  }
  const fitting = [...given.texts, ...plain].find((value) => z.safeParse(schema, value).success);
  if (fitting === undefined && schema instanceof z.ZodUnion) return sample(first(schema.options), given);
  if (fitting === undefined) throw new Error(`No sample fits ${JSON.stringify(z.toJSONSchema(schema))}`);
  return fitting;
}

function sampleField(name: string, field: z.core.$ZodType, given: SampleTexts): unknown {
  const value = given.named[name];
  return z.safeParse(field, value).success && value !== undefined ? value : sample(field, given);
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('The union has no options');
  return item;
}
