import type { MailFact, MailWords } from './mail-words.ts';

/** The plain text of a mail: what `explain` would look like, for programs without HTML, and for those who prefer it. */
export function renderText(words: MailWords): string {
  const { headline, status, marks, news, facts, history, offers, playbook, foot } = words;
  const label = words.state === null ? words.label : `${words.label} ${words.state}`;
  const indent = ' '.repeat(label.length + 2);
  const commands = offers.flatMap(({ say, command }) => [say, `  ${command}`]);
  const blocks = [
    [`${label}  ${headline}`, ...(status === '' ? [] : [`${indent}${status}`])],
    marks.map((mark) => `! ${mark}`),
    section('New', news),
    words.stacked ? stack(facts) : table(facts),
    section('Before', history),
    section('What you can do', commands),
    playbook === null ? [] : [`Playbook: ${playbook}`],
    foot.length === 0 ? [] : ['-- ', ...foot],
  ];
  const said = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${said.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function table(facts: readonly MailFact[]): readonly string[] {
  const width = Math.max(0, ...facts.map(({ label }) => label.length)) + 2;
  return facts.flatMap(({ label, lines }) =>
    lines.map((line, at) => `  ${(at === 0 ? label : '').padEnd(width)}${line}`.trimEnd()),
  );
}

function stack(facts: readonly MailFact[]): readonly string[] {
  return facts.flatMap(({ label, lines }, at) => [
    ...(at === 0 ? [] : ['']),
    label,
    ...lines.map((line) => `  ${line}`),
  ]);
}
