export { accountsChannel, outboxChannel } from './channels.ts';
export { accountsContract } from './endpoints.ts';
export { accountsErrors } from './errors.ts';
export * as accountsEvents from './events.ts';
export {
  email,
  fullName,
  invitation,
  newPassword,
  passkey,
  person,
  profile,
  secondFactorCode,
  session,
  signInResult,
  type Invitation,
  type Passkey,
  type Person,
  type Profile,
  type Session,
  type SignInOptions,
  type SignInResult,
} from './shapes.ts';
