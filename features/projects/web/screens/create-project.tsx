import { FormProblem, Tabs, TextField, useSearchParam } from '@e-code/kernel/web';
import { FileArchive, GitBranch, LayoutGrid } from 'lucide-react';
import { useState } from 'react';
import { projectNameSchema } from '../../contract/index.ts';
import { useCreate } from '../actions/use-create.ts';
import { GitForm } from '../imports/git-form.tsx';
import { ZipForm } from '../imports/zip-form.tsx';
import { TemplateGallery } from '../parts/template-gallery.tsx';
import { t } from '../texts/texts.ts';

const icon = { size: 16, strokeWidth: 1.5 };
const nameCodes = new Set(['name_taken', 'invalid_input']);

/** A name, if one wants, and where the files come from. */
export function CreateProject() {
  const [from = 'template', setFrom] = useSearchParam('from');
  const [text, setText] = useState('');
  const { chosen, create, forget, problem } = useCreate();
  const parsed = text.trim() === '' ? undefined : projectNameSchema.safeParse(text);
  const name = parsed?.data;
  const unusable = parsed?.error?.issues[0]?.message;
  const refused = problem !== undefined && nameCodes.has(problem.code) ? problem.message : undefined;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-8">
      <h1 className="text-heading font-semibold">{t('newProject')}</h1>
      <TextField
        className="max-w-md"
        label={t('name')}
        optional
        hint={t('nameOptional')}
        error={unusable ?? refused}
        size="large"
        autoFocus={matchMedia('(pointer: fine)').matches}
        autoComplete="off"
        value={text}
        onValueChange={(next) => {
          setText(next);
          forget();
        }}
      />
      {refused === undefined && <FormProblem problem={problem} />}
      <Tabs
        label={t('source')}
        value={from}
        onValueChange={(next) => setFrom(next === 'template' ? undefined : next)}
        items={[
          {
            value: 'template',
            label: t('fromTemplate'),
            icon: <LayoutGrid {...icon} />,
            content: (
              <TemplateGallery
                chosen={chosen}
                onChoose={(template) => unusable === undefined && void create(template.name, name)}
              />
            ),
          },
          { value: 'zip', label: t('fromZip'), icon: <FileArchive {...icon} />, content: <ZipForm name={name} /> },
          { value: 'git', label: t('fromGit'), icon: <GitBranch {...icon} />, content: <GitForm name={name} /> },
        ]}
      />
    </div>
  );
}
