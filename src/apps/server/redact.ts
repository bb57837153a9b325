import { isObject, type Json } from '../../core/leaf/canonical.ts';
import { hideSecrets } from '../../core/policy/shape/text/secret.ts';

/** Makes texts without what nobody may read in a log. */
export type Redact = (text: string) => string;

const hidden = '[hidden]';

/** What carries a key by its form: headers, signed URLs (AWS general reference, "Signature Version 4"), tokens in a query. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?!\[hidden\])[^"'\r\n,}]+/gi, `$1${hidden}`],
  [/\b(bearer\s+)[\w.~+/=-]{6,}/gi, `$1${hidden}`],
  [
    /([?&](?:x-amz-(?:signature|credential|security-token)|sig|signature|(?:access_?|api_?|auth_?)?(?:token|key)|password|secret)=)[^&\s"'#]+/gi,
    `$1${hidden}`,
  ],
  [
    /(["']?(?:aws_?)?(?:secret_?access_?key|session_?token|password|secret)["']?\s*[:=]\s*["']?)(?!\[hidden\])[^"'\s,}&]+/gi,
    `$1${hidden}`,
  ],
];

/**
 * Takes out secrets: these texts, wherever they stand and as JSON or a URL writes them, and all that has the form of one.
 * Short texts are not taken out by themselves: they stand in words.
 */
export function redactor(secrets: readonly string[]): Redact {
  const ways = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, ...partsOf(secret)])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const known = [...new Set(ways)].sort((a, b) => b.length - a.length);
  return (text) => {
    const without = known.reduce((shown, secret) => shown.replaceAll(secret, hidden), text);
    return hideSecrets(forms.reduce((shown, [form, instead]) => shown.replace(form, instead), without));
  };
}

/** Of a URL: its password; of one that is called also what stands on its host, which may be a key. */
function partsOf(secret: string): readonly string[] {
  if (!URL.canParse(secret)) return [];
  const { password, pathname, protocol, searchParams } = new URL(secret);
  const called = /^https?:$/.test(protocol)
    ? [pathname.slice(1), ...pathname.split('/'), ...searchParams.values()]
    : [];
  return [...(password.length >= 4 ? [password, decodeURIComponent(password)] : []), ...called.filter(isLong)];
}

/** What is shorter is a word such as `ping`. */
function isLong({ length }: string): boolean {
  return length >= 8;
}

/** The same value with every text in it redacted, keys apart. */
export function redactIn(value: Json, redact: Redact): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => redactIn(each, redact));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactIn(each ?? null, redact)]));
}
