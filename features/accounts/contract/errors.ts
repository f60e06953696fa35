import { defineErrors } from '@e-code/kernel/contract';
import { z } from 'zod';

/** What can go wrong with accounts. The texts never say whether an account exists. */
export const accountsErrors = defineErrors({
  setup_already_done: {
    status: 409,
    message: 'This installation already has its owner. Sign in, or ask the owner for an invitation.',
  },
  setup_link_wrong: {
    status: 403,
    message:
      'This setup link is not the current one. Each start prints a new link; open the one that was printed last.',
  },
  setup_link_expired: {
    status: 403,
    message: 'This setup link is older than 24 hours. Start E-Code again and open the link that it prints.',
  },
  sign_in_refused: {
    status: 401,
    message: 'The e-mail address and the password do not fit together. Try again, or have a sign-in link sent to you.',
  },
  account_disabled: {
    status: 403,
    message: 'This account is switched off. An operator of this installation can switch it on again.',
  },
  code_refused: {
    status: 401,
    message: 'This code is not valid, or it was used before. Wait for the next one, or use a recovery code.',
  },
  ticket_expired: { status: 401, message: 'This sign-in took longer than 10 minutes. Start again.' },
  passkey_refused: {
    status: 401,
    message: 'This passkey was not accepted: it is not known here, or the request is too old. Try again.',
  },
  passkey_known: { status: 409, message: 'This passkey belongs to an account already. Use another one.' },
  link_expired: {
    status: 410,
    message: 'This link was used already or is too old. Ask for a new one.',
  },
  invitation_expired: {
    status: 410,
    message: 'This invitation was used already, withdrawn, or is too old. Ask the person who sent it for a new one.',
  },
  registration_closed: {
    status: 403,
    message: 'New people are invited here. Ask an operator of this installation for an invitation.',
  },
  password_common: {
    status: 422,
    message: 'This password is among the first that are guessed. Choose one that nobody else uses.',
  },
  password_wrong: { status: 401, message: 'This password is not right. Try again.' },
  person_known: { status: 409, message: 'This person has an account already.' },
  email_taken: {
    status: 409,
    message: 'This address belongs to another account here. Sign in to that one, or use another address.',
  },
  email_same: { status: 409, message: 'This is the address of your account already.' },
  last_operator: {
    status: 409,
    message: 'This is the last operator. Make somebody else operator first.',
  },
  owner_stays: {
    status: 409,
    message: 'The owner of this installation stays its operator. Nobody else can change that.',
  },
  last_way_in: {
    status: 409,
    message: 'This is the only way into this account. Add a password, a passkey or another identity first.',
  },
  two_factor_on: { status: 409, message: 'Two-factor sign-in is on already. Switch it off to set it up again.' },
  two_factor_off: { status: 409, message: 'Two-factor sign-in is not on. Start its set-up first.' },
  identity_taken: { status: 409, message: 'This identity belongs to another account here.' },
  identity_unknown: {
    status: 403,
    message:
      'No account here is linked with this identity. Sign in another way and link it on your account page, or ask for an invitation.',
  },
  identity_email_unverified: {
    status: 403,
    message: 'The identity provider did not verify your e-mail address, so no account was made. Verify it there first.',
  },
  provider_refused: {
    status: 403,
    message: 'The answer of the identity provider was not accepted, or it took longer than 15 minutes. Start again.',
  },
  provider_unavailable: {
    status: 502,
    message: 'The identity provider does not answer. Try again, or sign in another way.',
  },
  mail_not_kept: {
    status: 404,
    message: 'Mail leaves this installation by {destination}; there is no outbox to look into.',
    data: z.object({ destination: z.string() }),
  },
  busy: { status: 503, message: 'Too many people sign in at this moment. Try again in a few seconds.' },
});
