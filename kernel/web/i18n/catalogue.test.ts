import { afterEach, describe, expect, it } from 'vitest';
import { addTranslation, catalogue, currentLocale, setLocale } from './catalogue.ts';
import { formatBytes, formatDuration, formatRelative } from './format.ts';

const before = currentLocale();
afterEach(() => setLocale(before));

const t = catalogue('test', {
  plain: 'Projects',
  greeting: 'Hello {name}, you have {left} left',
  files: { one: '{count} file in {folder}', other: '{count} files in {folder}', zero: 'Nothing in {folder}' },
});

describe('catalogue', () => {
  it('fills names in, numbers by locale', () => {
    setLocale('de-DE');
    expect(t('greeting', { name: 'Ada', left: 1234.5 })).toBe('Hello Ada, you have 1.234,5 left');
  });

  it('chooses the form of a count', () => {
    setLocale('en');
    expect(t('files', { count: 1, folder: 'src' })).toBe('1 file in src');
    expect(t('files', { count: 2000, folder: 'src' })).toBe('2,000 files in src');
    expect(t('files', { count: 0, folder: 'src' })).toBe('Nothing in src');
  });

  it('takes a translation, and English for what it lacks', () => {
    addTranslation('test', 'pl', {
      files: { one: '{count} plik', few: '{count} pliki', many: '{count} plików', other: '{count} pliku' },
    });
    setLocale('pl-PL');
    expect(t('files', { count: 3, folder: 'src' })).toBe('3 pliki');
    expect(t('files', { count: 5, folder: 'src' })).toBe('5 plików');
    expect(t('plain')).toBe('Projects');
  });

  it('does not compile with a missing value or an unknown key', () => {
    // @ts-expect-error name and left are missing
    expect(t('greeting')).toContain('{name}');
    // @ts-expect-error there is no such text
    expect(t('nothing')).toBe('nothing');
  });
});

describe('formats', () => {
  it('says sizes, times and distances as people do', () => {
    setLocale('en-US');
    expect(formatBytes(0)).toBe('0 bytes');
    expect(formatBytes(1_400_000)).toBe('1.4 MB');
    expect(formatDuration(420)).toBe('420 ms');
    expect(formatDuration(1240)).toBe('1.2 sec');
    expect(formatDuration(185_000)).toBe('3 min 5 sec');
    expect(formatRelative(Date.now() - 3 * 60_000)).toBe('3 minutes ago');
    expect(formatRelative(Date.now())).toBe('now');
    expect(formatRelative(Date.now() - 86_400_000)).toBe('yesterday');
  });
});
