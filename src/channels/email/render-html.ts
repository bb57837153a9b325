import type { Severity } from '../../core/policy/scale.ts';
import { linkOf } from '../link-of.ts';
import type { MailFact, MailWords } from './mail-words.ts';

/**
 * The HTML of a mail: one table, styles on the elements because mail programs drop the rest, and a `style` for those that
 * follow the reader's dark mode. It loads nothing, and its only link is the playbook, which the policy names.
 */
export function renderHtml(words: MailWords): string {
  const { label, tone, state, over, headline, status, marks, news, facts, stacked, history, offers, playbook, foot } =
    words;
  const back = over ? colours.over : colours[tone];
  const badge = pill(label, colours[tone]) + (state === null ? '' : pill(state, over ? colours.over : colours.none));
  const body = [
    row(
      `${badge}<h1 class="ink" style="margin:10px 0 0;font-size:20px;line-height:1.3;font-weight:700;color:${ink}">${escapeHtml(headline)}</h1>` +
        (status === ''
          ? ''
          : `<p class="ink" style="margin:6px 0 0;font-size:15px;color:${ink}">${escapeHtml(status)}</p>`),
      `padding:18px 20px 16px;border-top:6px solid ${back}`,
    ),
    ...marks.map((mark) => row(`<p class="mark" style="${boxed}">${escapeHtml(mark)}</p>`)),
    ...section('New', list(news)),
    stacked
      ? facts.map((fact) => section(fact.label, list(fact.lines)).join('')).join('')
      : row(table(facts), 'padding:4px 20px 10px'),
    ...section('Before', list(history)),
    ...section('What you can do', offers.map(offer).join('')),
    playbook === null ? '' : row(`<p class="ink" style="margin:4px 0;color:${ink}">Playbook: ${linked(playbook)}</p>`),
    row(foot.map((line) => `<p style="margin:2px 0">${escapeHtml(line)}</p>`).join(''), footStyle, 'faint rule'),
  ].join('');
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"><title>${escapeHtml(headline)}</title><style>${darkStyle}</style></head>
<body class="page" style="margin:0;padding:0;background-color:#f3f4f6"><div style="display:none;max-height:0;overflow:hidden">${escapeHtml(status)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background-color:#f3f4f6"><tr><td align="center" style="padding:12px 8px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:680px;background-color:#ffffff;font-family:${sans};font-size:14px;line-height:1.5;text-align:left;word-break:break-word;overflow-wrap:anywhere">${body}</table>
</td></tr></table></body></html>
`;
}

const ink = '#1b1f24';
const sans = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";
const boxed = `margin:0;padding:8px 12px;border-left:4px solid #8a6100;background-color:#fff6dd;color:#3d2c00`;
const footStyle = 'padding:12px 20px 16px;border-top:1px solid #d8dce1;font-size:12px;color:#59626c';

/** Behind a white word, and on white: each has a contrast of at least 4.5 to 1 with white (WCAG 2.2, 1.4.3). */
const colours: Readonly<Record<Severity | 'over', string>> = {
  critical: '#b3141c',
  high: '#a84300',
  medium: '#7a5b00',
  low: '#2b5c8f',
  none: '#4a5560',
  over: '#1a6e36',
};

const darkStyle =
  ':root{color-scheme:light dark}@media (prefers-color-scheme:dark){.page{background-color:#12151a!important}.card{background-color:#1c2127!important}.ink{color:#e8ebee!important}.faint{color:#a7b0ba!important}.rule{border-color:#39414a!important}.mark{background-color:#3a2f0c!important;color:#ffe9ad!important}.code{background-color:#11151a!important;color:#e8ebee!important}a{color:#8ec1ff!important}}';

function pill(word: string, back: string): string {
  return `<span style="display:inline-block;margin:0 6px 0 0;padding:2px 8px;border-radius:4px;background-color:${back};color:#ffffff;font-size:13px;font-weight:700;letter-spacing:.04em">${escapeHtml(word)}</span> `;
}

function row(inside: string, style = 'padding:4px 20px 8px', name = ''): string {
  return `<tr><td${name === '' ? '' : ` class="${name}"`} style="${style}">${inside}</td></tr>`;
}

function section(title: string, inside: string): readonly string[] {
  if (inside === '') return [];
  return [
    row(
      `<h2 class="faint" style="margin:6px 0 2px;font-size:13px;font-weight:700;color:#59626c">${escapeHtml(title)}</h2>${inside}`,
    ),
  ];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `<p class="ink" style="margin:2px 0;color:${ink}">${escapeHtml(line)}</p>`).join('');
}

function table(facts: readonly MailFact[]): string {
  const rows = facts.map(
    ({ label, lines }) =>
      `<tr><th class="faint rule" scope="row" align="left" valign="top" width="64" style="width:64px;padding:7px 10px 7px 0;border-top:1px solid #d8dce1;font-size:13px;font-weight:700;color:#59626c">${escapeHtml(label)}</th><td class="rule" valign="top" style="padding:6px 0;border-top:1px solid #d8dce1">${list(lines)}</td></tr>`,
  );
  return `<table width="100%" cellpadding="0" cellspacing="0">${rows.join('')}</table>`;
}

function offer({ say, command }: { readonly say: string; readonly command: string }): string {
  return `<p class="ink" style="margin:6px 0 2px;color:${ink}">${escapeHtml(say)}</p><p class="code" style="margin:0;padding:6px 10px;border-radius:4px;background-color:#eef0f3;color:${ink};font-family:${mono};font-size:12.5px">${escapeHtml(command)}</p>`;
}

function linked(text: string): string {
  const url = linkOf(text);
  if (url === null) return escapeHtml(text);
  return `<a href="${escapeHtml(url)}" rel="noreferrer noopener" style="color:#0a58b0">${escapeHtml(text)}</a>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (each) => entities[each]!);
}
