import { clsx } from 'clsx';

type PhoneTabsProps<Name extends string> = {
  label: string;
  tabs: readonly { name: Name; label: string }[];
  shown: Name;
  onShow: (name: Name) => void;
};

/** Two things that share a view of the phone, 44 px high for thumbs. */
export function PhoneTabs<Name extends string>({ label, tabs, shown, onShow }: PhoneTabsProps<Name>) {
  return (
    <div role="tablist" aria-label={label} className="flex h-11 shrink-0 border-b border-line bg-sunken">
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          role="tab"
          aria-selected={shown === tab.name}
          onClick={() => onShow(tab.name)}
          className={clsx(
            'min-w-0 flex-1 border-b-2 font-medium',
            tabs.length > 5 && 'text-small',
            shown === tab.name ? 'border-accent text-text' : 'border-transparent text-muted',
          )}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
