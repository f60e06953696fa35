import { Button, Dialog, TextField } from '@e-code/kernel/web';
import { useState } from 'react';
import type { Debugger } from './debugger.ts';
import { placeText } from './place.ts';
import { t } from './texts.ts';

type Props = { owner: Debugger; place: { path: string; line: number } };

/** When a breakpoint stops, and what it says instead. */
export function BreakpointDialog({ owner, place }: Props) {
  const present = owner.breakpointsOf(place.path).find(({ line }) => line === place.line);
  const [condition, setCondition] = useState(present?.condition ?? '');
  const [log, setLog] = useState(present?.log ?? '');
  const close = () => owner.editing.set(undefined);

  function save(): void {
    close();
    void owner.put(place.path, { line: place.line, enabled: present?.enabled ?? true, condition, log });
  }
  return (
    <Dialog open title={t('breakpointAt', { place: placeText(place) })} onOpenChange={(open) => !open && close()}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          mono
          label={t('condition')}
          hint={t('conditionHint')}
          value={condition}
          onValueChange={setCondition}
          spellCheck={false}
        />
        <TextField
          mono
          label={t('logMessage')}
          hint={t('logHint')}
          value={log}
          onValueChange={setLog}
          spellCheck={false}
        />
        <div className="flex justify-end gap-2">
          {present && (
            <Button
              variant="ghost"
              className="mr-auto"
              onClick={() => {
                close();
                void owner.remove(place);
              }}
            >
              {t('remove')}
            </Button>
          )}
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
