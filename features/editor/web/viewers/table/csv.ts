const quote = '"';

/** Which character separates columns: the one that the first lines have most often, outside of quotes. */
export function detectDelimiter(text: string): string {
  const start = text.slice(0, 10_000).replace(/"(?:[^"]|"")*"/g, '');
  const counts = ['\t', ';', ',', '|'].map((delimiter) => [delimiter, start.split(delimiter).length - 1] as const);
  const [best] = counts.toSorted(([, one], [, other]) => other - one);
  return best && best[1] > 0 ? best[0] : ',';
}

/**
 * The records of comma-separated values (RFC 4180): fields in quotes may hold delimiters, line breaks and doubled quotes.
 * A quote that is never closed ends with the text. A byte order mark is left out.
 */
export function parseCsv(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const field = text[at] === quote ? quotedField(text, at, delimiter) : plainField(text, at, delimiter);
    record.push(field.value);
    at = field.end;
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length) record.push('');
      else continue;
    }
    records.push(record);
    record = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return records;
}

type Field = { readonly value: string; readonly end: number };

function plainField(text: string, from: number, delimiter: string): Field {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(from, end), end };
}

function quotedField(text: string, from: number, delimiter: string): Field {
  let end = from;
  do {
    const next = text.indexOf(quote, end + 1);
    if (next < 0) return { value: unquote(text.slice(from + 1)), end: text.length };
    // A doubled quote is one in the text; the search goes on behind it.
    end = text[next + 1] === quote ? next + 1 : next;
    if (end === next) break;
  } while (end < text.length);
  // What stands behind the closing quote belongs to the field as it is.
  const after = plainField(text, end + 1, delimiter);
  return { value: unquote(text.slice(from + 1, end)) + after.value, end: after.end };
}

const unquote = (text: string): string => text.replaceAll('""', quote);
