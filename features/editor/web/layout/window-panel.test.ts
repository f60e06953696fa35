import { expect, it } from 'vitest';
import { formatWindowPanel, parseWindowPanel, type WindowPanel } from './window-panel.ts';

it('reads from the address what it wrote there', () => {
  const panels: WindowPanel[] = [
    { kind: 'file', path: 'a folder/é: odd & name.ts' },
    { kind: 'terminal', terminal: 12 },
    { kind: 'preview', port: 3000 },
    { kind: 'preview', port: undefined },
    { kind: 'console' },
  ];
  for (const panel of panels) expect(parseWindowPanel(formatWindowPanel(panel))).toEqual(panel);
});

it('reads nothing from an address that somebody made up', () => {
  for (const text of ['', 'file:', 'terminal:x', 'settings', 'console:1'])
    expect(parseWindowPanel(text)).toBeUndefined();
});
