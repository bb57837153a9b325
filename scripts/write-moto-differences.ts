import type { MotoDifference } from '../test/moto/differences.ts';

const intro = `# The EC2 model beside moto

Tests need an EC2: ours is a model in memory, and moto is another that others made. Both are asked the same script of calls, answer by answer.
Where they differ, AWS decides: by a sentence of its documentation, by what EC2 itself is known to have answered, or by the code's entry in the page of
error codes. What is not in this table fails a test, and so does a row that does not show any more. This page is written by
\`npm run docs\` from \`test/moto/differences.ts\`; what stands in quotes is AWS's own, word for word.

| moto | what decides for the model |
| --- | --- |
`;

/** Writes the text of docs/moto-differences.md. */
export function writeMotoDifferences(differences: readonly MotoDifference[]): string {
  return intro + differences.map(({ moto, decides }) => `| ${cell(moto)} | ${cell(decides)} |\n`).join('');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;');
}
