import { IconButton } from '@e-code/kernel/web';
import { CaseSensitive, ChevronDown, ChevronRight, Regex, WholeWord } from 'lucide-react';
import { useEffect, useRef, type ChangeEvent, type KeyboardEvent } from 'react';
import { useStore } from '../parts/store.ts';
import type { ProjectSearch, SearchForm as Form } from './project-search.ts';
import { t } from './texts.ts';

const options = {
  caseSensitive: [CaseSensitive, 'matchCase'],
  wholeWord: [WholeWord, 'wholeWord'],
  regex: [Regex, 'regularExpression'],
} as const;

type Option = keyof typeof options;

const fieldLook =
  'rounded-control border border-line-strong bg-bg px-2 text-ui outline-none placeholder:text-faint focus:border-focus';

/** What is searched for, what replaces it, and where. */
export function SearchForm({ search, mayReplace }: { search: ProjectSearch; mayReplace: boolean }) {
  const form = useStore(search.form);
  const { found } = search;
  const replacing = form.replacement !== undefined && mayReplace;
  const field = (name: 'include' | 'exclude') => ({
    value: form[name],
    'aria-label': t(name),
    placeholder: t(`${name}Hint`),
    spellCheck: false,
    onChange: (event: ChangeEvent<HTMLInputElement>) => search.change({ [name]: event.target.value }),
    className: `h-7 ${fieldLook}`,
  });
  return (
    <>
      <div className="flex items-start gap-1">
        {mayReplace && (
          <IconButton
            size="small"
            label={t('toggleReplace')}
            aria-expanded={replacing}
            icon={replacing ? <ChevronDown className="size-4" /> : <ChevronRight className="size-4" />}
            onClick={() => search.change({ replacement: replacing ? undefined : '' })}
            className="mt-0.5 -ml-1.5"
          />
        )}
        <div className="flex min-w-0 flex-1 flex-col gap-1.5">
          <QueryField search={search} form={form} invalid={useStore(found).problem !== undefined} />
          {replacing && (
            <GrowingField
              value={form.replacement ?? ''}
              label={t('replaceWith')}
              placeholder={t('replaceWith')}
              onChange={(replacement) => search.change({ replacement })}
              onEnter={() => void search.run()}
            />
          )}
        </div>
      </div>
      <input {...field('include')} />
      <input {...field('exclude')} />
    </>
  );
}

function QueryField({ search, form, invalid }: { search: ProjectSearch; form: Form; invalid: boolean }) {
  return (
    <div className="flex items-start rounded-control border border-line-strong bg-bg focus-within:border-focus">
      <GrowingField
        bare
        focused
        invalid={invalid}
        value={form.query}
        label={t('search')}
        placeholder={t('search')}
        title={t('searchHint')}
        onChange={(query) => search.change({ query })}
        onEnter={() => void search.run()}
      />
      {(Object.keys(options) as Option[]).map((name) => (
        <OptionButton
          key={name}
          name={name}
          pressed={form[name]}
          onPress={() => search.change({ [name]: !form[name] })}
        />
      ))}
    </div>
  );
}

type GrowingFieldProps = {
  value: string;
  label: string;
  placeholder: string;
  title?: string;
  bare?: boolean;
  focused?: boolean;
  invalid?: boolean;
  onChange: (value: string) => void;
  onEnter: () => void;
};

/** A field of one line that takes more with Shift-Enter, up to five. */
function GrowingField({
  value,
  label,
  placeholder,
  title,
  bare,
  focused,
  invalid,
  onChange,
  onEnter,
}: GrowingFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focused) field.current?.select();
  }, [focused]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <textarea
      ref={field}
      rows={Math.min(5, value.split('\n').length)}
      value={value}
      aria-label={label}
      aria-invalid={invalid}
      placeholder={placeholder}
      title={title}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      className={
        bare
          ? 'min-w-0 flex-1 resize-none bg-transparent px-2 py-1 text-ui leading-5 outline-none placeholder:text-faint'
          : `resize-none py-1 leading-5 ${fieldLook}`
      }
    />
  );
}

function OptionButton({ name, pressed, onPress }: { name: Option; pressed: boolean; onPress: () => void }) {
  const [Icon, label] = options[name];
  return (
    <IconButton
      size="small"
      label={t(label)}
      pressed={pressed}
      icon={<Icon className="size-4" />}
      onClick={onPress}
      className="mt-0.5 mr-0.5"
    />
  );
}
