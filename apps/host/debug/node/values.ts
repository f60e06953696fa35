import type { Runtime } from 'node:inspector';

const longest = 10_000;
const shownInside = 5;

/** A value of a program as people read it. */
export function describe(object: Runtime.RemoteObject): string {
  if (object.type === 'string') return cut(JSON.stringify(object.value));
  if (object.type === 'function') return cut((object.description ?? 'function').split('\n', 1)[0] ?? '');
  if (object.subtype === 'error') return cut((object.description ?? 'Error').split('\n', 1)[0] ?? '');
  if (object.preview !== undefined && isContainer(object)) return cut(describePreview(object));
  if (object.type === 'undefined') return 'undefined';
  return cut(object.description ?? object.unserializableValue ?? String(object.value));
}

export const typeOf = ({ type, subtype, className }: Runtime.RemoteObject): string => className ?? subtype ?? type;

/** Lists can be asked for in parts. */
export const lengthOf = ({ subtype, description }: Runtime.RemoteObject): number | undefined => {
  if (subtype !== 'array' && subtype !== 'typedarray') return undefined;
  const length = /\((\d+)\)$/.exec(description ?? '')?.[1];
  return length === undefined ? undefined : Number(length);
};

const isContainer = ({ type, subtype }: Runtime.RemoteObject): boolean =>
  type === 'object' && (subtype === undefined || subtype === 'array' || subtype === 'map' || subtype === 'set');

function describePreview({ className, description, subtype, preview }: Runtime.RemoteObject): string {
  const properties = preview?.properties ?? [];
  const entries = preview?.entries ?? [];
  const shown =
    entries.length > 0
      ? entries.map(({ key, value }) => `${key === undefined ? '' : `${small(key)} => `}${small(value)}`)
      : properties.map(({ name, value = '…', type }) => {
          const text = type === 'string' ? JSON.stringify(value) : value;
          return subtype === 'array' ? text : `${name}: ${text}`;
        });
  const more = shown.length > shownInside || preview?.overflow === true ? ', …' : '';
  const inside = shown.slice(0, shownInside).join(', ') + (shown.length > 0 ? more : '');
  if (subtype === 'array') return `${description ?? 'Array'} [${inside}]`;
  return `${className === 'Object' ? '' : `${description ?? className} `}{${inside}}`;
}

const small = ({ type, description }: Runtime.ObjectPreview): string =>
  type === 'string' ? JSON.stringify(description ?? '') : (description ?? type);

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
