import { SegmentedControl, Select, TextField } from '@e-code/kernel/web';
import { Search } from 'lucide-react';
import { t } from '../texts/texts.ts';
import type { ListView } from './list-view.ts';

/** Search, filter and order of a list of projects. */
export function ListControls({ view }: { view: ListView }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextField
        className="min-w-56 flex-1"
        label={t('search')}
        hideLabel
        type="search"
        placeholder={t('search')}
        prefix={<Search size={16} strokeWidth={1.5} />}
        autoComplete="off"
        autoFocus={matchMedia('(pointer: fine)').matches}
        value={view.search}
        onValueChange={view.setSearch}
      />
      <SegmentedControl
        label={t('filter')}
        value={view.filter}
        onValueChange={view.setFilter}
        options={[
          { value: 'all', label: t('all') },
          { value: 'mine', label: t('mine') },
          { value: 'shared', label: t('shared') },
        ]}
      />
      <Select
        className="w-32"
        label={t('order')}
        hideLabel
        value={view.order}
        onValueChange={view.setOrder}
        options={[
          { value: 'active', label: t('orderActive') },
          { value: 'created', label: t('orderCreated') },
          { value: 'name', label: t('orderName') },
        ]}
      />
    </div>
  );
}
