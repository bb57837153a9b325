import { patternFormat, type TextFormat } from '../text-format.ts';

/** What the user calls a thing: what stands as a key in a map of the policy, and what refers to it. */
export const nameFormat: TextFormat = patternFormat(
  'a name of letters, digits, `.`, `_` and `-` that begins with a letter or digit',
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  (text) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .trim()
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[._-]+|[._-]+$/g, ''),
);

/** Any text that says something. */
export const freeText: TextFormat = patternFormat('a text', /\S/);

/** A pattern with `*` and `?` that a text must match as a whole. */
export const globFormat: TextFormat = patternFormat('a text, in which `*` and `?` may stand for others', /\S/);

/** A key of a tag, or an answer of one; AWS tells capitals apart. Source: AWS tagging guide (128 and 256 characters). */
export const tagKey: TextFormat = patternFormat('the key of a tag (at most 128 characters)', /^(?=.*\S).{1,128}$/su);

/** Ids of accounts have twelve digits; by name, an account is whatever the directory calls it. Source: AWS account guide. */
export const accountFormat: TextFormat = {
  say: 'an account id of 12 digits, or the name of an account',
  pattern: '^(?=.*\\S)(\\d{12}$|(?!\\d+$))',
  read: (text) => {
    if (new RegExp(accountFormat.pattern, 's').test(text)) return null;
    if (text.trim() === '') return { message: `expected ${accountFormat.say}`, suggestion: null };
    return {
      message: `account ids have 12 digits, \`${text}\` has ${text.length}`,
      suggestion: text.length < 12 ? text.padStart(12, '0') : null,
    };
  },
  ofNumber: (value) => {
    const digits = String(value);
    const lost = 12 - digits.length;
    if (!Number.isSafeInteger(value) || value < 0 || lost < 0 || lost > 3)
      return { text: null, why: 'account ids are text' };
    const less = lost === 0 ? '' : lost === 1 ? ' and lost its zero' : ` and lost its ${lost} zeros`;
    return { text: digits.padStart(12, '0'), why: `account ids are text, and it was read as a number${less}` };
  },
};

/** A pack with its major version: policies that come with the program. */
export const packFormat: TextFormat = patternFormat(
  'a pack with its version, such as `databases@1`',
  /^[a-z0-9][a-z0-9-]*@[1-9]\d{0,3}$/,
  (text) => {
    const [, name = '', major = '1'] = /^\s*([\w -]+?)(?:\s*[@:]\s*v?(\d+)[\d.]*)?(?:\.ya?ml)?\s*$/i.exec(text) ?? [];
    return `${name.toLowerCase().replace(/[ _]+/g, '-')}@${major}`;
  },
);

/** A security group by its id. Source: EC2 API reference, `GroupId`. */
export const groupFormat: TextFormat = patternFormat(
  'the id of a security group, such as `sg-0a1b2c3d`',
  /^sg-[A-Za-z0-9-]+$/,
);
