interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Keys whose identifier is a word and no name of anything: of a member, unless it is computed, of a label, of an export. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'],
  Property: ['key'],
  MethodDefinition: ['key'],
  PropertyDefinition: ['key'],
  AccessorProperty: ['key'],
  LabeledStatement: ['label'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
  MetaProperty: ['meta', 'property'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
  ExportAllDeclaration: ['exported'],
};

/** Keys under which names are made. */
const makersOf: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ClassDeclaration: ['id'],
  ClassExpression: ['id'],
  CatchClause: ['param'],
  ImportSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
};

/** What is made in here is not seen outside of it. */
const scopes = /^(?:Function|Arrow|Class|For|Catch|BlockStatement|StaticBlock|SwitchStatement)/;

interface Names {
  readonly used: ReadonlySet<string>;
  /** Names that are made anywhere in the module. */
  readonly made: ReadonlySet<string>;
  /** Those of them that all of the module sees. */
  readonly outer: ReadonlySet<string>;
}

/** A part of the program, whether names are made in it, and whether only a part of the module sees them. */
interface Part {
  readonly node: Node;
  readonly makes: boolean;
  readonly inside: boolean;
}

/** What is in a part, without the words that are no names. */
function partsOf({ node, makes, inside }: Part): Part[] {
  if (node.type === 'ExportNamedDeclaration' && isNode(node['source'])) return [];
  const isWord = (key: string): boolean => wordsOf[node.type]?.includes(key) === true && node['computed'] !== true;
  const isDefault = (key: string): boolean => node.type === 'AssignmentPattern' && key === 'right';
  return Object.entries(node).flatMap(([key, value]) => {
    if (isWord(key)) return [];
    const here = !isDefault(key) && (makes || makersOf[node.type]?.includes(key) === true);
    const deeper = inside || (scopes.test(node.type) && key !== 'id');
    return [value]
      .flat()
      .filter(isNode)
      .map((child) => ({ node: child, makes: here, inside: deeper }));
  });
}

/** @param program as `parse` gives it */
function namesOf(program: object): Names {
  const used = new Set<string>();
  const made = new Set(['arguments']);
  const outer = new Set<string>();
  const waiting: Part[] = [{ node: program as Node, makes: false, inside: false }];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { node, makes, inside } = part;
    if (node.type !== 'Identifier') {
      waiting.push(...partsOf(part));
      continue;
    }
    const name = String(node['name']);
    (makes ? made : used).add(name);
    if (makes && !inside) outer.add(name);
  }
  return { used, made, outer };
}

const without = (names: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> =>
  new Set([...names].filter((name) => !others.has(name)));

/**
 * Names that a module uses and nothing in it makes. What is made anywhere in it counts as made everywhere, so that a name
 * in this list is missing for certain.
 */
export function unboundNames(program: object): Set<string> {
  const { used, made } = namesOf(program);
  return without(used, made);
}

/** Names that a module may take from outside: all that it uses and does not make for all of itself. */
export function foreignNames(program: object): Set<string> {
  const { used, outer } = namesOf(program);
  return without(used, outer);
}
