import type { TextFormat } from '../text-format.ts';

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
