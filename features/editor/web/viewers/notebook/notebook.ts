import { z } from 'zod';

/** Text of nbformat: a string, or the lines of one. */
const text = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value.join('') : value));

const bundle = z.record(z.string(), z.unknown()).catch({});

const outputSchema = z.union([
  z.object({ output_type: z.literal('stream'), name: z.string().catch('stdout'), text }),
  z.object({ output_type: z.enum(['display_data', 'execute_result']), data: bundle }),
  z.object({
    output_type: z.literal('error'),
    ename: z.string().catch(''),
    evalue: z.string().catch(''),
    traceback: z.array(z.string()).catch([]),
  }),
]);
export type Output = z.output<typeof outputSchema>;

const cellSchema = z.object({
  cell_type: z.enum(['code', 'markdown', 'raw']).catch('raw'),
  source: text.catch(''),
  execution_count: z.number().nullable().catch(null),
  outputs: z.array(outputSchema.nullable().catch(null)).catch([]),
  attachments: z.record(z.string(), bundle).catch({}),
});
export type Cell = z.output<typeof cellSchema>;

const notebookSchema = z.object({
  nbformat: z.number(),
  cells: z.array(cellSchema),
  metadata: z
    .object({
      language_info: z.object({ name: z.string() }).optional().catch(undefined),
      kernelspec: z
        .object({ language: z.string().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .catch({}),
});

export type Notebook = { readonly language: string; readonly cells: readonly Cell[] };

/** Reads a Jupyter notebook of format 4; undefined when the text is none. What a cell lacks is left out. */
export function readNotebook(source: string): Notebook | undefined {
  const parsed = notebookSchema.safeParse(readJson(source));
  if (!parsed.success || parsed.data.nbformat < 4) return undefined;
  const { cells, metadata } = parsed.data;
  return { cells, language: metadata.language_info?.name ?? metadata.kernelspec?.language ?? 'python' };
}

function readJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

export type Shown =
  | { readonly kind: 'html' | 'markdown' | 'text'; readonly text: string }
  | { readonly kind: 'picture'; readonly url: string };

/** The richest form of a result that can be shown safely. */
export function chooseForm(data: Readonly<Record<string, unknown>>): Shown | undefined {
  for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    const base64 = formOf(data, type)?.replace(/\s/g, '');
    if (base64 !== undefined && /^[A-Za-z0-9+/=]+$/.test(base64)) {
      return { kind: 'picture', url: `data:${type};base64,${base64}` };
    }
  }
  const drawing = formOf(data, 'image/svg+xml');
  // As a picture a drawing can run nothing.
  if (drawing !== undefined) {
    return { kind: 'picture', url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}` };
  }
  const html = formOf(data, 'text/html');
  if (html !== undefined) return { kind: 'html', text: html };
  const markdown = formOf(data, 'text/markdown');
  if (markdown !== undefined) return { kind: 'markdown', text: markdown };
  const plain = formOf(data, 'text/plain') ?? formOf(data, 'text/latex');
  if (plain !== undefined) return { kind: 'text', text: plain };
  const json = data['application/json'];
  return json === undefined ? undefined : { kind: 'text', text: JSON.stringify(json, null, 2) };
}

function formOf(data: Readonly<Record<string, unknown>>, type: string): string | undefined {
  const read = text.safeParse(data[type]);
  return read.success ? read.data : undefined;
}
