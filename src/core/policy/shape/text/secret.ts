import { nearestWords } from '../nearest-word.ts';
import type { Misfit, TextFormat } from '../text-format.ts';

const stores = ['env', 'file', 'ssm', 'secretsmanager'] as const;
const places = `\`\${env:NAME}\`, \`\${file:/path}\`, \`\${ssm:/path}\` or \`\${secretsmanager:id}\``;
const write = `write ${places}, and keep the secret there`;

/** Where a secret is kept; the secret itself never stands in a policy. */
export const secretReference: TextFormat = {
  say: `where the secret is kept: ${places}`,
  pattern:
    '^\\$\\{(env:[A-Za-z_][A-Za-z0-9_]*|file:/[^{}\\u0000-\\u001f]+|ssm:/[A-Za-z0-9_.\\-/]+|secretsmanager:[A-Za-z0-9/_+=.@:\\-]+)\\}$',
  read: (text) => {
    if (new RegExp(secretReference.pattern).test(text)) return null;
    const parts = /^\$\{([a-z]+):([^{}]*)\}$/i.exec(text);
    if (parts === null)
      return { message: `a secret must not stand in a policy: ${write}`, suggestion: null, secret: true };
    const [, store = '', rest = ''] = parts;
    if (!stores.some((each) => each === store)) {
      const near = nearestWords(store, stores)[0];
      const message = `a secret is kept in \`env\`, \`file\`, \`ssm\` or \`secretsmanager\`, not in \`${store}\``;
      return { message, suggestion: near === undefined ? null : `\${${near}:${rest}}` };
    }
    const mended = store === 'ssm' && /^[\w.-]/.test(rest) ? `\${ssm:/${rest}}` : null;
    return { message: `expected ${secretReference.say}`, suggestion: mended };
  },
};

/**
 * Forms of secrets that are known by their looks: webhook addresses that are keys themselves (Slack, Teams, Discord,
 * PagerDuty), addresses with a password in them (RFC 3986, 3.2.1), AWS access keys, tokens of Slack and GitHub, private keys.
 * Source: AWS IAM user guide (unique identifiers: `AKIA`, `ASIA`); Slack and GitHub token prefixes.
 */
const known: readonly RegExp[] = [
  /https?:\/\/hooks\.slack\.com\/(services|workflows|triggers)\/\S+/gi,
  /https?:\/\/[\w.-]{1,100}\.webhook\.office\.com\/\S+/gi,
  /https?:\/\/[\w.-]{1,100}\.logic\.azure\.com\S{0,500}[?&]sig=\S+/gi,
  /https?:\/\/(canary\.|ptb\.)?discord(app)?\.com\/api\/webhooks\/\S+/gi,
  /https?:\/\/events\.(eu\.)?pagerduty\.com\/integration\/\S+/gi,
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,200}:[^\s/@]{1,500}@\S*/gi,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/g,
  /\b(gh[opsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
];

/** Whether a text holds what can only be a secret. */
export function findSecret(text: string): Misfit | null {
  if (!known.some((form) => text.search(form) >= 0)) return null;
  return { message: `a secret must not stand in a policy: ${write}`, suggestion: null, secret: true };
}

/** A text of which every secret that is known by its looks is made of stars, as long as before. */
export function hideSecrets(text: string): string {
  return known.reduce((shown, form) => shown.replace(form, (secret) => '*'.repeat(secret.length)), text);
}
