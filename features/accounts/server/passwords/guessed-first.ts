import { accountsErrors } from '@e-code/accounts/contract';

// The beginnings and fillings that make up most of the often-seen passwords of ten and more characters.
const WORDS = [
  'password',
  'passwort',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'qwerty',
  'qwertz',
  'azerty',
  'asdfgh',
  'zxcvbn',
  'yxcvbn',
  'qazwsx',
  'qweasd',
  '1q2w3e4r',
  '1qaz2wsx',
  'letmein',
  'welcome',
  'iloveyou',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'batman',
  'dragon',
  'monkey',
  'master',
  'michael',
  'jennifer',
  'charlie',
  'trustno',
  'whatever',
  'starwars',
  'computer',
  'internet',
  'samsung',
  'google',
  'facebook',
  'liverpool',
  'chelsea',
  'arsenal',
  'secret',
  'changeme',
  'default',
  'admin',
  'administrator',
  'root',
  'toor',
  'test',
  'guest',
  'user',
  'login',
  'hello',
  'abc',
  'ecode',
  'replit',
  'developer',
  'correcthorsebatterystaple',
  'pokemon',
  'blink',
  'fuckyou',
  'lovely',
  'freedom',
  'shadow',
];
const SEQUENCES = [
  '0123456789012345678901234567890',
  '9876543210987654321',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1234567890qwertyuiop',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb',
  'qazwsxedcrfvtgbyhnujm',
];
/** What people add to reach a length. */
const FILLING = /[\d\s!@#$%^&*()_+\-=.,?]/g;

/**
 * Refuses passwords that are among the first to be guessed: repeated characters or groups, rows of the keyboard, common
 * words with figures around them, and the person's own name or address.
 * @throws password_common
 */
export function refuseCommonPassword(password: string, about: string[]): void {
  const plain = password.toLowerCase();
  if (isRepetition(plain) || isSequence(plain) || isCommonWord(plain) || isAbout(plain, about)) {
    throw accountsErrors.password_common();
  }
}

function isRepetition(password: string): boolean {
  for (let length = 1; length <= password.length / 2; length += 1) {
    const group = password.slice(0, length);
    if (group.repeat(Math.ceil(password.length / length)).slice(0, password.length) === password) return true;
  }
  return false;
}

function isSequence(password: string): boolean {
  return SEQUENCES.some((sequence) => sequence.includes(password));
}

function isCommonWord(password: string): boolean {
  const letters = password.replace(FILLING, '');
  return WORDS.some((word) => {
    const bare = word.replace(FILLING, '');
    if (letters === bare && password.includes(word)) return true;
    return letters === bare + bare || (bare.length > 3 && letters === bare);
  });
}

/** A name or an address with figures around it. */
function isAbout(password: string, about: string[]): boolean {
  const letters = password.replace(FILLING, '');
  const parts = about.flatMap((text) => text.toLowerCase().split(/[\s@.]+/)).filter((part) => part.length > 3);
  return parts.some((part) => letters === part) || about.some((text) => text.toLowerCase() === password);
}
