import { setting } from '@e-code/kernel/server';
import type { SettingValues } from '@e-code/kernel/server';
import { z } from 'zod';

export const notificationsSettings = {
  mailSeconds: setting(
    'NOTIFICATION_MAIL_SECONDS',
    z.coerce.number().int().min(0).max(86_400).default(120),
    'Seconds that news wait for others before they leave in one mail. What was read meanwhile is not sent.',
  ),
};

export type NotificationsSettings = SettingValues<typeof notificationsSettings>;
