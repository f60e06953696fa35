type PendingPickerProps = {
  label: string;
  placeholder: string;
  /** Told of what is typed, for the picker that follows. */
  onQueryChange: (query: string) => void;
  onClose: () => void;
};

/** Stands where a picker will be while its code is fetched, so that letters typed right after its shortcut are not lost. */
export function PendingPicker({ label, placeholder, onQueryChange, onClose }: PendingPickerProps) {
  return (
    <div className="fixed top-[10dvh] left-1/2 z-50 h-[min(420px,80dvh)] w-[min(600px,calc(100vw-24px))] -translate-x-1/2 rounded-panel bg-overlay shadow-dialog">
      <div className="flex items-center border-b border-line pr-3.5 pl-10">
        <input
          ref={(input) => input?.focus()}
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onQueryChange(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
          className="h-11 min-w-0 flex-1 bg-transparent text-body text-text outline-none placeholder:text-faint"
        />
      </div>
    </div>
  );
}
