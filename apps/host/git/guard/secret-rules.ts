/** A kind of secret, known by how it is written. */
export interface SecretRule {
  readonly id: string;
  /** What a person calls it. */
  readonly name: string;
  /**
   * Read by ripgrep first, then by JavaScript, so only what both know and neither reads twice: every repetition has a
   * bound or ends the pattern, and none stands in another.
   */
  readonly pattern: string;
}

const rule = (id: string, name: string, pattern: string): SecretRule => ({ id, name, pattern });

/** The head of a private key. What follows must look like a key, or it is only spoken about. */
export const privateKeyRule = rule(
  'private-key',
  'a private key',
  '-----BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----',
);

/** Keys whose makers gave them a shape that nothing else has. What has none cannot be told from other text, and is not here. */
export const secretRules: readonly SecretRule[] = [
  privateKeyRule,
  rule('e-code-api-key', 'an E-Code API key', String.raw`\becode_[\w-]{43}`),
  rule('aws-access-key', 'an AWS access key', String.raw`\b(?:AKIA|ASIA)[A-Z2-7]{16}\b`),
  rule(
    'aws-secret-key',
    'an AWS secret key',
    '(?i:aws_?secret_?access_?key)["\']? {0,4}[=:] {0,4}["\']?[A-Za-z0-9/+]{40}',
  ),
  rule('github-token', 'a GitHub token', String.raw`\bgh[pousr]_[A-Za-z0-9]{36}`),
  rule('github-fine-token', 'a GitHub token', String.raw`\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}`),
  rule('gitlab-token', 'a GitLab token', String.raw`\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{20}`),
  rule('slack-token', 'a Slack token', String.raw`\bxox[abeoprs]-[0-9A-Za-z]{1,16}-[0-9A-Za-z-]{10}`),
  rule('slack-app-token', 'a Slack token', String.raw`\bxapp-\d-[A-Z0-9]{9,13}-\d{10,14}-[0-9a-f]{32}`),
  rule(
    'slack-webhook',
    'a Slack webhook',
    String.raw`hooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]{8,12}/[A-Z0-9]{8,12}/[A-Za-z0-9]{16}`,
  ),
  rule('stripe-key', 'a Stripe live key', String.raw`\b[sr]k_live_[0-9A-Za-z]{20}`),
  rule('stripe-webhook', 'a Stripe webhook secret', String.raw`\bwhsec_[0-9A-Za-z]{32}`),
  rule('google-api-key', 'a Google API key', String.raw`\bAIza[0-9A-Za-z_-]{35}`),
  rule('google-client-secret', 'a Google client secret', String.raw`\bGOCSPX-[0-9A-Za-z_-]{28}`),
  rule('npm-token', 'an npm token', String.raw`\bnpm_[A-Za-z0-9]{36}\b`),
  rule('pypi-token', 'a PyPI token', String.raw`\bpypi-AgEIcHlwaS5vcmc[\w-]{50}`),
  rule('openai-key', 'an OpenAI key', String.raw`\bsk-(?:proj-|svcacct-|admin-)?[\w-]{20,74}T3BlbkFJ[\w-]{20}`),
  rule('anthropic-key', 'an Anthropic key', String.raw`\bsk-ant-[a-z]{3,5}\d{2}-[\w-]{80}`),
  rule('hugging-face-token', 'a Hugging Face token', String.raw`\bhf_[A-Za-z]{34}\b`),
  rule('sendgrid-key', 'a SendGrid key', String.raw`\bSG\.[\w-]{22}\.[\w-]{43}`),
  rule('telegram-token', 'a Telegram bot token', String.raw`\b\d{8,10}:AA[\w-]{33}\b`),
  rule('azure-storage-key', 'an Azure storage key', String.raw`AccountKey=[A-Za-z0-9+/]{86}==`),
  rule('digitalocean-token', 'a DigitalOcean token', String.raw`\bdo[opr]_v1_[a-f0-9]{64}`),
  rule('shopify-token', 'a Shopify token', String.raw`\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}`),
  rule('docker-token', 'a Docker token', String.raw`\bdckr_(?:pat|oat)_[\w-]{27}`),
  rule('vault-token', 'a Vault token', String.raw`\bhv[sb]\.[\w-]{90}`),
  rule('age-key', 'an age private key', String.raw`\bAGE-SECRET-KEY-1[0-9A-Z]{58}`),
];
