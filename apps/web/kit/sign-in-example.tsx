import { Button, PasswordField, TextField } from '@e-code/kernel/web';
import { KeyRound } from 'lucide-react';
import { Section } from './section.tsx';

export function SignInExample() {
  return (
    <Section title="A decision">
      <div className="mx-auto flex w-full max-w-90 flex-col gap-5">
        <div>
          <p className="text-heading font-semibold">Sign in to E-Code</p>
          <p className="mt-1 text-body text-muted">Use the account of this server.</p>
        </div>
        <TextField label="E-mail" type="email" size="large" placeholder="you@example.com" autoComplete="username" />
        <PasswordField label="Password" size="large" autoComplete="current-password" />
        <Button variant="primary" size="large" wide>
          Sign in
        </Button>
        <Button size="large" wide icon={<KeyRound size={16} strokeWidth={1.5} />}>
          Sign in with a passkey
        </Button>
      </div>
    </Section>
  );
}
