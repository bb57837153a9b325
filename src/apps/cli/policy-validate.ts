import { readPolicyFiles } from '../../settings/policy-file.ts';
import { counted } from './counted.ts';
import { formatOf, jsonText } from './format/write-rows.ts';
import { packsFolder, sayCount } from './open-policy.ts';
import { policyFiles } from './policy-files.ts';
import { as, notice, print } from './screen.ts';
import type { Run } from './verbs.ts';
import { wrapLine } from './wrap-line.ts';

/** `policy validate`: everything that is wrong with policy files, each with its line; else what they come to, in one line. */
export const policyValidate: Run = async (named, options, terminal) => {
  const paths = policyFiles('validate', named, terminal);
  const { policy, errors, warnings, files } = readPolicyFiles(paths, packsFolder(), terminal.now());
  const code = policy === null ? 1 : 0;
  if (formatOf(options) !== 'text') {
    const about =
      policy === null ? { digest: null, checks: null } : { digest: policy.digest, checks: policy.checks.length };
    const answer = {
      $schema: 'portcullis:policy-validation:1',
      valid: policy !== null,
      ...about,
      files,
      errors,
      warnings,
    };
    await terminal.out(`${jsonText(answer)}\n`);
    return code;
  }
  for (const block of [...warnings, ...errors]) for (const line of block.split('\n')) notice(terminal, line);
  if (policy === null) {
    notice(terminal, sayCount(errors));
    return code;
  }
  const { digest, checks, exceptions, baselines } = policy;
  const parts = [
    counted(checks.length, 'check'),
    counted(files.length, 'file'),
    ...(baselines.length === 0 ? [] : [counted(baselines.length, 'baseline')]),
    ...(exceptions.length === 0 ? [] : [counted(exceptions.length, 'exception')]),
    warnings.length === 0 ? 'no warnings' : counted(warnings.length, 'warning'),
  ];
  const line = [as('green', 'valid'), `  ${paths.join(', ')} · ${parts.join(', ')} · `, as('dim', digest)];
  await print(terminal, wrapLine(line, terminal.columns, '       '));
  return code;
};
