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
