import { type SaidPart, sayPolicy } from '../../core/policy/say/say-policy.ts';
import { formatOf, jsonText } from './format/write-rows.ts';
import { readPolicies } from './open-policy.ts';
import { policyFiles } from './policy-files.ts';
import { as, type Line, print } from './screen.ts';
import { wrap } from './table.ts';
import type { Run } from './verbs.ts';

/** Columns beyond which sentences are hard to read. */
const widest = 110;

/** `policy explain`: a policy in plain sentences, each with the line that it stands in. */
export const policyExplain: Run = async (named, options, terminal) => {
  const { policy } = await readPolicies(policyFiles('explain', named, terminal), terminal);
  const parts = sayPolicy(policy).filter(({ sentences }) => sentences.length > 0);
  if (formatOf(options) !== 'text') {
    const answer = { $schema: 'portcullis:policy-explanation:1', digest: policy.digest, parts };
    await terminal.out(`${jsonText(answer)}\n`);
    return 0;
  }
  const width = Math.min(terminal.columns, widest);
  await print(
    terminal,
    parts.flatMap((part, at) => [...(at === 0 ? [] : [[]]), ...partLines(part, width)]),
  );
  return 0;
};

function partLines({ title, sentences }: SaidPart, width: number): readonly Line[] {
  return [
    [as('bold', title)],
    ...sentences.flatMap(({ id, at, text }): readonly Line[] => {
      const head: Line = ['  ', as('cyan', id ?? ''), as('dim', at === null ? '' : `  ${at}`)];
      const lines = wrap(text, width - 4).map((line): Line => [id === null ? '  ' : '    ', line]);
      return id === null ? lines : [head, ...lines];
    }),
  ];
}
