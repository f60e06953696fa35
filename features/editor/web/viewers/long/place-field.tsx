import { controlClass } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { useState, type SubmitEvent } from 'react';

type PlaceFieldProps = {
  label: string;
  example: string;
  /** False when there is no such place. */
  onPlace: (text: string) => boolean;
};

/** A place to go to, typed and confirmed by Enter. */
export function PlaceField({ label, example, onPlace }: PlaceFieldProps) {
  const [wrong, setWrong] = useState(false);
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('place');
    setWrong(typeof text === 'string' && text.trim() !== '' && !onPlace(text));
  }
  return (
    <form onSubmit={submit} className="w-20">
      <input
        name="place"
        aria-label={label}
        aria-invalid={wrong}
        title={label}
        placeholder={example}
        autoComplete="off"
        spellCheck={false}
        onChange={() => setWrong(false)}
        className={clsx(controlClass, 'h-7 px-2 text-small', wrong && 'border-danger')}
      />
    </form>
  );
}
