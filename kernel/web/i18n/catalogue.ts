/** One text, or the forms of a text that counts something (`{count}` chooses the form by the plural rules of the locale). */
export type Message = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);
export type Messages = Readonly<Record<string, Message>>;

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type TextOf<M extends Message> = M extends string
  ? M
  : M extends { readonly other: infer Other extends string }
    ? Other
    : never;
type CountOf<M extends Message> = M extends string ? unknown : { count: number };
type Values<M extends Message> = Record<Names<TextOf<M>>, string | number> & CountOf<M>;
type Arguments<M extends Message> = M extends string
  ? [Names<M>] extends [never]
    ? []
    : [values: Values<M>]
  : [values: Values<M>];

/** Looks a text up by key and fills its `{names}` in. Both are checked by the compiler. */
export type Translate<M extends Messages> = <Key extends keyof M & string>(
  key: Key,
  ...values: Arguments<M[Key]>
) => string;

const translations = new Map<string, Map<string, Messages>>();

let locale = typeof navigator === 'undefined' ? 'en' : navigator.language;

/** The BCP 47 tag that texts, dates and numbers follow. */
export function currentLocale(): string {
  return locale;
}

/** Chooses the locale. Texts already on screen stay until they are drawn again, so the caller reloads the page. */
export function setLocale(tag: string): void {
  locale = tag;
}

/** Adds the texts of another language to a catalogue; missing keys fall back to English. */
export function addTranslation(catalogueName: string, tag: string, messages: Messages): void {
  const perLocale = translations.get(catalogueName) ?? new Map<string, Messages>();
  perLocale.set(tag, messages);
  translations.set(catalogueName, perLocale);
}

function translated(name: string, key: string): Message | undefined {
  const perLocale = translations.get(name);
  if (!perLocale) return undefined;
  return perLocale.get(locale)?.[key] ?? perLocale.get(locale.split('-')[0] ?? locale)?.[key];
}

function chooseForm(message: Message, count: unknown, tag: string): string {
  if (typeof message === 'string') return message;
  if (count === 0 && message.zero !== undefined) return message.zero;
  return message[new Intl.PluralRules(tag).select(Number(count))] ?? message.other;
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

/**
 * The texts of one feature, in English.
 * @param name the feature's name, under which translations are added
 * @returns `t('key', { name: 'value' })`
 */
export function catalogue<const M extends Messages>(name: string, messages: M): Translate<M> {
  return (key, ...rest) => {
    const values: Readonly<Record<string, string | number>> = rest[0] ?? {};
    const found = translated(name, key);
    const message = found ?? messages[key];
    if (message === undefined) return key;
    return fill(chooseForm(message, values['count'], found ? locale : 'en'), values);
  };
}
