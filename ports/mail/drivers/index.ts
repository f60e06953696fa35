export { createFileStore } from './outbox/file-store.ts';
export { createOutboxMail } from './outbox/outbox.ts';
export type { OutboxMail, OutboxStore, OutboxSummary } from './outbox/store.ts';
export { createSmtpMail, readSmtpUrl } from './smtp/smtp.ts';
