import type { TextFormat } from '../text-format.ts';

/** A file beside the policy or below it: a policy that is moved or reviewed must bring all that it judges by. */
export const fileFormat: TextFormat = {
  say: 'a file beside this one or below it, such as `lists/partners.txt`',
  pattern: '^(?![/~\\\\])(?![A-Za-z]:)(?!(.*/)?\\.\\.(/|$))[^\\\\\\u0000-\\u001f]*[^\\\\\\u0000-\\u001f/]$',
  read: (text) => {
    if (text.trim() === '' || /[\0-\x1f\x7f]/.test(text))
      return { message: `expected ${fileFormat.say}`, suggestion: null };
    const slashed = text.replaceAll('\\', '/');
    if (/^([/~]|[A-Za-z]+:)/.test(slashed) || slashed.split('/').includes('..')) {
      return { message: `expected ${fileFormat.say}: \`${text}\` leads out of its folder`, suggestion: null };
    }
    if (slashed !== text) return { message: `expected ${fileFormat.say}, written with \`/\``, suggestion: slashed };
    return text.endsWith('/')
      ? { message: `expected ${fileFormat.say}, \`${text}\` is a folder`, suggestion: null }
      : null;
  },
};

/** An address that may be called; its key belongs into `secret`. */
export const urlFormat: TextFormat = {
  say: `an address that begins with \`https://\`, or where it is kept: \`\${env:NAME}\``,
  pattern: '^(https://[^\\s/]+\\S*|\\$\\{(env|ssm|secretsmanager):[^{}\\s]+\\})$',
  read: (text) => {
    if (new RegExp(urlFormat.pattern).test(text)) return null;
    const secured = text.trim().replace(/^http:\/\//i, 'https://');
    const fits = secured !== text && new RegExp(urlFormat.pattern).test(secured);
    return { message: `expected ${urlFormat.say}`, suggestion: fits ? secured : null };
  },
};

/** A topic to publish to. Source: AWS SNS developer guide (ARN of a topic). */
export const topicFormat: TextFormat = {
  say: 'the ARN of an SNS topic, such as `arn:aws:sns:eu-central-1:111122223333:security`',
  pattern: '^arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?$',
  read: (text) =>
    new RegExp(topicFormat.pattern).test(text) ? null : { message: `expected ${topicFormat.say}`, suggestion: null },
};
