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

/** @param program as `parse` gives it */
function namesOf(program: object): Names {
  const used = new Set<string>();
  const made = new Set(['arguments']);
  const outer = new Set<string>();
  const waiting = [{ node: program as Node, makes: false, inside: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, makes, inside } = next;
    if (node.type === 'Identifier') (makes ? made : used).add(String(node['name']));
    if (node.type === 'Identifier' && makes && !inside) outer.add(String(node['name']));
    for (const [key, value] of Object.entries(node)) {
      const isWord = wordsOf[node.type]?.includes(key) === true && node['computed'] !== true;
      if (isWord || (node.type === 'ExportNamedDeclaration' && isNode(node['source']))) continue;
      const isDefault = node.type === 'AssignmentPattern' && key === 'right';
      const here = !isDefault && (makes || makersOf[node.type]?.includes(key) === true);
      const deeper = inside || (scopes.test(node.type) && key !== 'id');
      for (const child of [value].flat()) if (isNode(child)) waiting.push({ node: child, makes: here, inside: deeper });
    }
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
