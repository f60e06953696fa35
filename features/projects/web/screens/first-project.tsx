import { buttonClass, FormProblem, Link } from '@e-code/kernel/web';
import { FileArchive, GitBranch } from 'lucide-react';
import { useCreate } from '../actions/use-create.ts';
import { TemplateGallery } from '../parts/template-gallery.tsx';
import { t } from '../texts/texts.ts';

const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true };

/** What home is before there is a project: one question, and every answer a press away. */
export function FirstProject() {
  const { chosen, create, problem } = useCreate();
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-10 sm:py-16">
      <div className="flex flex-col gap-1">
        <h1 className="text-display font-semibold text-balance">{t('whatToBuild')}</h1>
        <p className="text-body text-muted">{t('whatToBuildWhy')}</p>
      </div>
      <FormProblem problem={problem} />
      <TemplateGallery chosen={chosen} onChoose={({ name }) => void create(name, undefined)} />
      <div className="flex flex-wrap items-center gap-2">
        <span className="mr-1 text-ui text-muted">{t('bring')}</span>
        <Link to="/new?from=zip" className={buttonClass()}>
          <FileArchive {...icon} /> {t('fromZip')}
        </Link>
        <Link to="/new?from=git" className={buttonClass()}>
          <GitBranch {...icon} /> {t('fromGit')}
        </Link>
      </div>
    </div>
  );
}
