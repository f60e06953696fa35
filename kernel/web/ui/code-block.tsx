import { clsx } from 'clsx';
import { CopyButton } from './copy-button.tsx';

export type CodeBlockProps = {
  code: string;
  /** What the block is, above it: a file name, "Terminal". */
  title?: string;
  wrap?: boolean;
  /** A sign before every line that is not copied, such as `$`. */
  prompt?: string;
};

/** Text to read or copy as it is. */
export function CodeBlock({ code, title, wrap, prompt }: CodeBlockProps) {
  return (
    <figure className="relative min-w-0 overflow-hidden rounded-control border border-line bg-sunken text-left">
      {title && <figcaption className="border-b border-line px-3 py-1.5 text-small text-muted">{title}</figcaption>}
      <pre
        tabIndex={0}
        className={clsx(
          'overflow-x-auto py-2 pr-10 pl-3 text-small outline-offset-[-2px]',
          wrap && 'break-words whitespace-pre-wrap',
        )}
      >
        <code>
          {prompt
            ? code.split('\n').map((line, index) => (
                <span
                  key={index}
                  data-prompt={prompt}
                  className="block before:mr-2 before:text-faint before:content-[attr(data-prompt)]"
                >
                  {line}
                </span>
              ))
            : code}
        </code>
      </pre>
      <span className={clsx('absolute right-1', title ? 'top-0.5' : 'top-1')}>
        <CopyButton text={code} />
      </span>
    </figure>
  );
}
