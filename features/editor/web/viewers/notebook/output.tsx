import { useMemo, type CSSProperties } from 'react';
import { plain, readAnsi, type Look, type Piece } from '../../console/ansi.ts';
import { t } from '../../texts.ts';
import { Prose } from '../markdown/prose.tsx';
import { chooseForm, type Output } from './notebook.ts';

/** A stored result of a cell. */
export function OutputView({ output, path }: { output: Output; path: string }) {
  if (output.output_type === 'stream') return <Printed text={output.text} faulty={output.name === 'stderr'} />;
  if (output.output_type === 'error') {
    const { ename, evalue, traceback } = output;
    return <Printed text={traceback.length > 0 ? traceback.join('\n') : `${ename}: ${evalue}`} faulty />;
  }
  return <Result data={output.data} path={path} />;
}

function Result({ data, path }: { data: Readonly<Record<string, unknown>>; path: string }) {
  const shown = useMemo(() => chooseForm(data), [data]);
  if (!shown)
    return <p className="text-small text-muted">{t('resultNotShown', { types: Object.keys(data).join(', ') })}</p>;
  if (shown.kind === 'picture') return <img src={shown.url} alt={t('result')} className="max-w-full bg-[white]" />;
  if (shown.kind === 'text') return <Printed text={shown.text} />;
  if (shown.kind === 'markdown') return <Prose text={shown.text} path={path} />;
  return <Prose text={shown.text} path={path} onHtml={asHtml} />;
}

const asHtml = (html: string) => [{ source: '', html }];

/** What a program printed, in the colours that it chose. */
function Printed({ text, faulty = false }: { text: string; faulty?: boolean }) {
  const lines = useMemo(() => readLines(text), [text]);
  return (
    <pre
      tabIndex={0}
      aria-label={t('output')}
      className={`max-h-96 overflow-auto px-3 font-mono text-small outline-none focus-visible:ring-1 focus-visible:ring-focus ${faulty ? 'border-l-2 border-danger' : ''}`}
    >
      {lines.map((pieces, at) => (
        <span key={at}>
          {pieces.map((piece, index) => (
            <span key={index} style={styleOf(piece.look)}>
              {piece.text}
            </span>
          ))}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** The pieces of each line; a colour holds until it is taken back, over lines. */
function readLines(text: string): Piece[][] {
  let look = plain;
  return text.split('\n').map((line) => {
    const read = readAnsi(line, look);
    look = read.look;
    return read.pieces;
  });
}

function styleOf(look: Look): CSSProperties {
  return {
    ...(look.color !== undefined && { color: look.color }),
    ...(look.background !== undefined && { background: look.background }),
    ...(look.bold && { fontWeight: 600 }),
    ...(look.dim && { opacity: 0.7 }),
    ...(look.italic && { fontStyle: 'italic' }),
    ...(look.underline && { textDecoration: 'underline' }),
  };
}
