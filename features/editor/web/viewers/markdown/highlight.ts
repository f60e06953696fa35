import { LanguageDescription } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import { classHighlighter, highlightCode } from '@lezer/highlight';

/** Longer code stays plain: it is looked at, not written here. */
const longest = 50_000;

/** Colours code in the page, when its language is known. The grammar is fetched as for the editor. */
export async function highlight(element: HTMLElement, language: string): Promise<void> {
  const code = element.textContent ?? '';
  if (language === '' || code.length > longest) return;
  const description = LanguageDescription.matchLanguageName(languages, language, true);
  const support = await description?.load().catch(() => undefined);
  // The element may hold something else by now.
  if (!support || element.textContent !== code) return;
  const fragment = document.createDocumentFragment();
  highlightCode(
    code,
    support.language.parser.parse(code),
    classHighlighter,
    (text, classes) => fragment.append(classes === '' ? text : span(text, classes)),
    () => fragment.append('\n'),
  );
  element.replaceChildren(fragment);
}

function span(text: string, classes: string): HTMLElement {
  const made = document.createElement('span');
  made.className = classes;
  made.textContent = text;
  return made;
}
