/**
 * Documentation of language servers as nodes: paragraphs, code and inline code. All of it is set as text, so nothing in it
 * can be markup of ours; the reading of Markdown files is ten times as large and is not loaded for a tooltip.
 */
export function documentationNode(markdown: string): HTMLElement {
  const node = document.createElement('div');
  node.className = 'cm-documentation';
  for (const [index, part] of markdown.split(/^```\w*\n?/m).entries()) {
    if (part.trim() === '') continue;
    if (index % 2 === 1) node.append(element('pre', part.trimEnd()));
    else for (const paragraph of part.trim().split(/\n{2,}/)) node.append(paragraphNode(paragraph));
  }
  return node;
}

function paragraphNode(text: string): HTMLElement {
  const paragraph = document.createElement('p');
  for (const [index, part] of plain(text).split('`').entries()) {
    paragraph.append(index % 2 === 1 ? element('code', part) : part);
  }
  return paragraph;
}

/** Without the marks of emphasis, headings, rules and links, whose words stay. */
const plain = (text: string): string =>
  text
    .replace(/^-{3,}$/gm, '')
    .replace(/^#+ /gm, '')
    .replace(/\*\*?([^*]+)\*\*?/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>])/g, '$1');

function element(name: 'pre' | 'code', text: string): HTMLElement {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}
