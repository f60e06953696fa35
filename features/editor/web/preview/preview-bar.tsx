import type { ListeningPort } from '@e-code/host/contract';
import { CopyField, IconButton, Menu, Popover, QrCode, SegmentedControl } from '@e-code/kernel/web';
import {
  ArrowLeft,
  ArrowRight,
  ChevronDown,
  ExternalLink,
  Maximize2,
  QrCode as QrIcon,
  RotateCw,
  Smartphone,
  Tablet,
  TabletSmartphone,
} from 'lucide-react';
import { useState } from 'react';
import { t } from '../texts.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** Widths in CSS pixels; `full` is that of the panel. */
export const devices = { full: undefined, phone: 360, tablet: 768, laptop: 1024 } as const;
export type Device = keyof typeof devices;

type PreviewBarProps = {
  port: number | undefined;
  ports: readonly ListeningPort[];
  history: {
    path: string;
    canGoBack: boolean;
    canGoForward: boolean;
    go: (path: string) => void;
    move: (step: 1 | -1) => void;
  };
  address: string | undefined;
  device: Device;
  onDevice: (device: Device) => void;
  onReload: () => void;
  onPort: (port: number) => void;
};

/** Where the preview is, and how wide. */
export function PreviewBar(props: PreviewBarProps) {
  const { port, ports, history, address, device, onDevice, onReload, onPort } = props;
  return (
    <header className="@container flex h-9 shrink-0 items-center gap-0.5 border-b border-line bg-raised px-1.5">
      <div className="hidden @min-[400px]:contents">
        <IconButton
          label={t('back')}
          icon={<ArrowLeft {...icon} />}
          disabled={!history.canGoBack}
          onClick={() => history.move(-1)}
        />
        <IconButton
          label={t('forward')}
          icon={<ArrowRight {...icon} />}
          disabled={!history.canGoForward}
          onClick={() => history.move(1)}
        />
      </div>
      <IconButton label={t('reloadPreview')} icon={<RotateCw {...icon} />} onClick={onReload} />
      <div className="mx-1 flex h-7 min-w-0 flex-1 items-center rounded-control border border-line-strong bg-bg focus-within:border-focus">
        <PortMenu port={port} ports={ports} onPort={onPort} />
        <AddressField
          key={history.path}
          path={history.path}
          onGo={(path) => (path === history.path ? onReload() : history.go(path))}
        />
      </div>
      <div className="hidden @min-[440px]:block">
        <SegmentedControl
          size="small"
          label={t('deviceWidth')}
          value={device}
          onValueChange={onDevice}
          options={[
            { value: 'full', label: t('fullWidth'), icon: <Maximize2 size={14} strokeWidth={1.5} />, hideLabel: true },
            {
              value: 'phone',
              label: t('phoneWidth'),
              icon: <Smartphone size={14} strokeWidth={1.5} />,
              hideLabel: true,
            },
            { value: 'tablet', label: t('tabletWidth'), icon: <Tablet size={14} strokeWidth={1.5} />, hideLabel: true },
            {
              value: 'laptop',
              label: t('laptopWidth'),
              icon: <TabletSmartphone size={14} strokeWidth={1.5} />,
              hideLabel: true,
            },
          ]}
        />
      </div>
      {address !== undefined && (
        <Popover
          align="end"
          title={t('openOnPhone')}
          description={t('openOnPhoneHint')}
          trigger={<IconButton label={t('openOnPhone')} icon={<QrIcon {...icon} />} />}
        >
          <div className="mt-3 flex flex-col items-center gap-3">
            <QrCode text={address} label={t('openOnPhone')} />
            <CopyField label={t('address')} value={address} />
          </div>
        </Popover>
      )}
      <IconButton
        label={t('openInTab')}
        icon={<ExternalLink {...icon} />}
        disabled={address === undefined}
        onClick={() => window.open(address, '_blank', 'noopener')}
      />
    </header>
  );
}

function PortMenu({ port, ports, onPort }: Pick<PreviewBarProps, 'port' | 'ports' | 'onPort'>) {
  if (ports.length < 2) {
    return <span className="pl-2 text-small text-muted tabular-nums">{port === undefined ? '' : `:${port}`}</span>;
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`:${port ?? ''} ${t('choosePort')}`}
          className="flex h-full items-center gap-0.5 rounded-l-control pr-1 pl-2 text-small text-muted tabular-nums hover:bg-hover"
        >
          :{port}
          <ChevronDown size={12} strokeWidth={1.75} aria-hidden />
        </button>
      }
      entries={ports.map((entry) => ({
        label: String(entry.port),
        detail: entry.process ?? undefined,
        onSelect: () => onPort(entry.port),
      }))}
    />
  );
}

function AddressField({ path, onGo }: { path: string; onGo: (path: string) => void }) {
  const [text, setText] = useState(path);
  return (
    <input
      value={text}
      aria-label={t('address')}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => setText(path)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onGo(`/${text.trim().replace(/^\/+/, '')}`);
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      className="h-full min-w-0 flex-1 bg-transparent px-1.5 font-mono text-small text-text outline-none"
    />
  );
}
