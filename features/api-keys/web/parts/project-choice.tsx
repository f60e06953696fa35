import type { KeyProject } from '@e-code/api-keys/contract';
import { Checkbox, TextField } from '@e-code/kernel/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { queries } from '../queries.ts';
import { t } from '../texts.ts';

/** The projects that a key is limited to: those chosen first, then those that the search finds. */
export function ProjectChoice({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly KeyProject[];
  error: string | undefined;
  onChange: (projects: KeyProject[]) => void;
}) {
  const [search, setSearch] = useState('');
  const found = useQuery({
    ...queries.findProjects.queryOptions({ input: { search: search.trim() } }),
    placeholderData: keepPreviousData,
  });
  const others = (found.data ?? []).filter(({ id }) => !chosen.some((project) => project.id === id));
  const toggle = (project: KeyProject, on: boolean): void =>
    onChange(on ? [...chosen, project] : chosen.filter(({ id }) => id !== project.id));
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={t('searchProjects')}
        hideLabel
        type="search"
        placeholder={t('searchProjects')}
        prefix={<Search size={16} strokeWidth={1.5} />}
        autoComplete="off"
        error={error}
        value={search}
        onValueChange={setSearch}
      />
      <div role="group" aria-label={t('projects')} className="flex max-h-40 flex-col gap-1.5 overflow-y-auto py-1">
        {[...chosen, ...others].map((project) => (
          <Checkbox
            key={project.id}
            label={<span className="wrap-anywhere">{project.name}</span>}
            checked={chosen.some(({ id }) => id === project.id)}
            onCheckedChange={(on) => toggle(project, on)}
          />
        ))}
        {found.data?.length === 0 && (
          <p className="text-small text-muted">{t('noneFound', { search: search.trim() })}</p>
        )}
      </div>
    </div>
  );
}
