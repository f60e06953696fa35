import { LanguageDescription, type LanguageSupport } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import { baseName } from '../parts/paths.ts';

/** Names that say the language where an ending does not. */
const byName: Readonly<Record<string, string>> = {
  '.replit': 'TOML',
  '.babelrc': 'JSON',
  '.prettierrc': 'JSON',
  '.eslintrc': 'JSON',
  '.bashrc': 'Shell',
  '.profile': 'Shell',
  '.env': 'Shell',
  Containerfile: 'Dockerfile',
};

/** The language of a file, or undefined for plain text. */
export function languageOf(path: string): LanguageDescription | undefined {
  const name = baseName(path);
  const known = byName[name] ?? (name.startsWith('.env.') ? 'Shell' : undefined);
  return known === undefined
    ? (LanguageDescription.matchFilename(languages, name) ?? undefined)
    : (LanguageDescription.matchLanguageName(languages, known) ?? undefined);
}

/** Loads the grammar of a file; undefined for plain text or when it cannot be fetched. */
export async function loadLanguage(path: string): Promise<LanguageSupport | undefined> {
  return languageOf(path)
    ?.load()
    .catch(() => undefined);
}
