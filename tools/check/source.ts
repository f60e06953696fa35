import { parseSync, Visitor } from 'oxc-parser';
import type { Problem, Tree } from './law.ts';

const code = /\.(ts|tsx|mjs)$/;
const test = /\.test\.tsx?$|\/testing\/|\/test-[a-z-]+\.ts$|^ports\/[^/]+\/suite\.ts$|^tests\//;
/** Files that a new project starts from are the users' own, in whatever style their language has. */
const template = /\/templates?\//;

/** Code of ours, tests included, templates of users' projects not. */
export function codePaths(tree: Tree): string[] {
  return tree.paths.filter((path) => code.test(path) && !template.test(path));
}

export function isTest(path: string): boolean {
  return test.test(path);
}

export function isTemplate(path: string): boolean {
  return template.test(path);
}

export interface Comment {
  line: number;
  text: string;
}

/** What stands after `from`, in `import()` or after `export … from`. */
export interface Import {
  line: number;
  specifier: string;
}

export interface Source {
  /** The text with every comment blanked, so that line numbers and offsets stay. */
  code: string;
  /** `code` with the insides of strings, templates, patterns and JSX text blanked too. */
  bare: string;
  comments: Comment[];
  imports: Import[];
}

/** Tells code from comments and strings with a parser: a `//` inside a string is no comment. */
export function sourceOf(path: string, text: string): Source {
  const { comments, module, program } = parseSync(path, text);
  const code = blank(text, comments);
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
    ...module.dynamicImports.map(({ moduleRequest }) => moduleRequest),
  ];
  return {
    code,
    bare: blank(code, quotesOf(program)),
    comments: comments.map(({ start, value }) => ({ line: lineAt(text, start), text: value })),
    imports: requests.map(({ start, end }) => ({
      line: lineAt(text, start),
      specifier: text.slice(start, end).replace(/^(['"`])(.*)\1$/s, '$2'),
    })),
  };
}

interface Span {
  start: number;
  end: number;
}

function blank(text: string, spans: Span[]): string {
  const parts = spans.toSorted((one, other) => one.start - other.start);
  let result = '';
  let at = 0;
  for (const { start, end } of parts) {
    result += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return result + text.slice(at);
}

function quotesOf(program: ReturnType<typeof parseSync>['program']): Span[] {
  const spans: Span[] = [];
  const keep = ({ start, end }: Span) => spans.push({ start, end });
  new Visitor({
    Literal: (node) => (typeof node.value === 'string' || 'regex' in node) && keep(node),
    TemplateElement: keep,
    JSXText: keep,
  }).visit(program);
  return spans;
}

/** Whether a comment that says why stands on the line itself or right above it. */
export function isExplained(comments: Comment[], line: number, reason: RegExp): boolean {
  return comments.some((comment) => reason.test(comment.text) && (comment.line === line || comment.line === line - 1));
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** One problem for each place where `pattern` (global) matches. */
export function problemsAt(path: string, text: string, pattern: RegExp, message: string): Problem[] {
  return [...text.matchAll(pattern)].map(({ index }) => ({ path, line: lineAt(text, index), message }));
}
