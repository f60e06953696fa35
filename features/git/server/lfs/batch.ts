import { z } from 'zod';

const oid = z.string().regex(/^[0-9a-f]{64}$/);

/** What git lfs asks before it sends or gets large files. */
export const batchSchema = z.object({
  operation: z.enum(['download', 'upload']),
  hash_algo: z.string().optional(),
  objects: z.array(z.object({ oid, size: z.number().int().min(0) })).max(1_000),
});
export type Batch = z.infer<typeof batchSchema>;

export const objectSchema = z.object({ oid, size: z.number().int().min(0) });

export interface Place {
  /** The repository's address for git lfs: `…/git/weather.git/info/lfs`. */
  readonly address: string;
  /** With which the client goes on: what it came with. */
  readonly authorization: string | undefined;
}

/** What the project has and has room for. */
export interface Stock {
  readonly sizes: Readonly<Record<string, number>>;
  readonly room: number;
}

interface Action {
  readonly href: string;
  readonly header: Readonly<Record<string, string>>;
}

interface Told {
  readonly oid: string;
  readonly size: number;
  readonly authenticated?: true;
  readonly actions?: Readonly<Record<string, Action>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Answers for each object how it is sent or got; what is here already needs no sending. */
export function answerBatch({ operation, objects }: Batch, stock: Stock, place: Place): object {
  const answers = operation === 'download' ? objects.map(download(stock, place)) : upload(objects, stock, place);
  return { transfer: 'basic', hash_algo: 'sha256', objects: answers };
}

const authorize = ({ authorization }: Place): Record<string, string> =>
  authorization === undefined ? {} : { Authorization: authorization };

const download =
  ({ sizes }: Stock, place: Place) =>
  ({ oid: name, size }: Batch['objects'][number]): Told => {
    const present = sizes[name];
    if (present === undefined) return { oid: name, size, error: { code: 404, message: ABSENT } };
    const action = { href: `${place.address}/objects/${name}`, header: authorize(place) };
    return { oid: name, size: present, authenticated: true, actions: { download: action } };
  };

/** All that fit together; those that do not are refused before a byte of them is sent. */
function upload(objects: Batch['objects'], { sizes, room }: Stock, place: Place): Told[] {
  let left = room;
  return objects.map(({ oid: name, size }) => {
    if (sizes[name] === size) return { oid: name, size };
    if (size > left) return { oid: name, size, error: { code: 507, message: FULL } };
    left -= size;
    const header = authorize(place);
    const send = {
      href: `${place.address}/objects/${name}`,
      header: { ...header, 'Content-Type': 'application/octet-stream' },
    };
    return {
      oid: name,
      size,
      authenticated: true,
      actions: { upload: send, verify: { href: `${place.address}/verify`, header } },
    };
  });
}

const ABSENT = 'This large file is not here. Whoever has it can send it: git lfs push --all origin';
const FULL = 'This large file does not fit on the disk of the project. Delete something there, then push again.';
