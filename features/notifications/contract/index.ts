export { inboxChannel } from './channels.ts';
export { notificationsContract } from './endpoints.ts';
export { notificationKinds } from './notification.ts';
export type { Notification, NotificationKind, Ways } from './notification.ts';
