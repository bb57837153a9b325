import { patternFormat, type TextFormat } from '../core/policy/shape/text-format.ts';

/** Where a secret is kept: the secret itself never stands in the settings. */
export const keptSecret: TextFormat = {
  say: `where the secret is kept: \`\${env:NAME}\` or \`\${file:/path}\``,
  pattern: '^\\$\\{(env:[A-Za-z_][A-Za-z0-9_]*|file:/[^{}\\u0000-\\u001f]+)\\}$',
  read: (text) => {
    if (new RegExp(keptSecret.pattern).test(text)) return null;
    const isPlace = /^\$\{[^{}]*\}$/.test(text);
    const message = isPlace ? `expected ${keptSecret.say}` : literalSecret;
    return { message, suggestion: null, ...(isPlace ? {} : { secret: true as const }) };
  },
};

/** What is said of a secret that stands in the settings. */
export const literalSecret = `a secret must not stand in the settings: write \`\${env:NAME}\` or \`\${file:/path}\`, and keep it there`;

/** A text that a secret may be part of: then all of it is kept elsewhere. */
function orKept(format: TextFormat): TextFormat {
  return {
    say: `${format.say}, or ${keptSecret.say}`,
    pattern: `${format.pattern}|${keptSecret.pattern}`,
    read: (text) => (text.startsWith('${') ? keptSecret.read(text) : format.read(text)),
  };
}

/** A store: a SQLite file, or PostgreSQL by a URL without a password. */
export const storeFormat: TextFormat = orKept({
  say: 'a file such as `portcullis.db`, or `postgres://user@host/database`',
  pattern: '^(?!\\s*$)[^\\u0000-\\u001f]+$',
  read: (text) => {
    if (text.trim() === '' || /[\0-\x1f]/.test(text))
      return { message: `expected ${storeFormat.say}`, suggestion: null };
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !/^postgres(ql)?:\/\//i.test(text)
      ? { message: `expected ${storeFormat.say}`, suggestion: null }
      : null;
  },
});

/** A file or folder, from where the settings lie. */
export const pathFormat: TextFormat = patternFormat('a file or folder', /^(?!\s*$)[^\0-\x1f]+$/);

/** Source: AWS account management guide, "AWS account identifiers". */
export const accountId: TextFormat = patternFormat('an account id of 12 digits', /^\d{12}$/, (text) =>
  /^\d{9,11}$/.test(text) ? text.padStart(12, '0') : null,
);

/** Source: AWS general reference, "AWS service endpoints", regional endpoints. */
export const regionName: TextFormat = patternFormat(
  'a region such as `eu-west-1`',
  /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  (text) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[a-f]$/, ''),
);

/** Source: EC2 user guide, "Resource IDs": 8 or 17 hexadecimal digits. */
export const groupId: TextFormat = patternFormat(
  'the id of a group (`sg-0123456789abcdef0`)',
  /^sg-([\da-f]{8}|[\da-f]{17})$/,
);

/** Source: IAM user guide, "IAM and AWS STS quotas": 64 characters of a role's name, 512 of its path. */
export const roleName: TextFormat = patternFormat(
  'the name of a role, its path before it (`security/PortcullisRead`)',
  /^([\w+=,.@{}-]{1,128}\/){0,8}[\w+=,.@{}-]{1,64}$/,
  (text) => /^arn:[^:]*:iam::\d*:role\/(.+)$/.exec(text)?.[1] ?? null,
);

/** Source: STS API reference, AssumeRole, `ExternalId`. */
export const externalId: TextFormat = patternFormat('an external id of 2 to 1224 characters', /^[\w+=,.@:/-]{2,1224}$/);

/** Source: SQS developer guide, "Queue and message identifiers". */
export const queueUrl: TextFormat = patternFormat(
  'the URL of a queue, such as `https://sqs.eu-west-1.amazonaws.com/111122223333/portcullis`',
  /^https?:\/\/[^\s/]+\/\d{12}\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/,
);

/** Source: S3 user guide, "General purpose bucket naming rules". */
export const bucketName: TextFormat = patternFormat('the name of a bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);

/** Where HTTP is answered: the port may be 0 (any that is free). */
export const listenFormat: TextFormat = patternFormat(
  'an address with a port such as `127.0.0.1:8440`, or `off`',
  /^(off|(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]*):\d{1,5})$/,
  (text) => (/^\d{1,5}$/.test(text) ? `127.0.0.1:${text}` : /^:\d{1,5}$/.test(text) ? `127.0.0.1${text}` : null),
);

/** An address that is called: it is never shown but for its host. */
export const webhookFormat: TextFormat = orKept({
  say: 'a URL such as `https://example.com/beat`',
  pattern: '^https?://[^\\s/@]+(/\\S*)?$',
  read: (text) =>
    /^https?:\/\/[^\s/@]+(\/\S*)?$/.test(text) ? null : { message: `expected ${webhookFormat.say}`, suggestion: null },
});

/** Source: CloudWatch API reference, PutMetricData, `Namespace`; `AWS/` is AWS's own. */
export const metricNamespace: TextFormat = patternFormat(
  'a namespace of CloudWatch such as `Portcullis`',
  /^(?!AWS\/)[A-Za-z0-9._#:/-]{1,255}$/,
);

/** A proxy; with a password, it is kept elsewhere. */
export const proxyFormat: TextFormat = orKept({
  say: 'a proxy such as `http://proxy.example.com:3128`',
  pattern: '^http://[^\\s/@?#]+/?$',
  read: (text) => {
    if (/^http:\/\/[^\s/@?#]+\/?$/.test(text) && URL.canParse(text)) return null;
    const secret = text.includes('@') ? { secret: true as const } : {};
    const message = text.includes('@') ? literalSecret : `expected ${proxyFormat.say}`;
    return { message, suggestion: null, ...secret };
  },
});

/** A host, with what is beneath it. */
export const hostFormat: TextFormat = patternFormat(
  'a host such as `example.com` or `10.0.0.1`, or `*`',
  /^(\*|(\*?\.)?[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?)$/,
);
