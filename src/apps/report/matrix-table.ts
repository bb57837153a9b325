import type { Cell, Matrix } from '../../core/reach/matrix.ts';
import { type Html, html } from './html.ts';

/** A matrix as a table: a symbol and words in every cell that is not closed. */
export function matrixTable({ direction, columns, rows, cells }: Matrix): Html {
  const caption =
    direction === 'ingress' ? 'Who can reach it, before and after' : 'What it can reach, before and after';
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="matrix"><caption>${caption}</caption>
<thead><tr><th scope="col">${direction === 'ingress' ? 'from' : 'to'}</th>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ label }, row) =>
      html`<tr><th scope="row">${label}</th>${cells[row]!.map((cell) => html`<td class="c-${cell.state}">${sayCell(cell)}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

/** A cell in a symbol and words, the same as in the terminal: `+ opened`, `− lost`, `= open`, `? perhaps`, `·`. */
export function sayCell({ state, partly, passed }: Cell): string {
  const words = { closed: '·', open: '= open', opened: '+ OPENED', lost: '− lost', maybe: '? perhaps' }[state];
  const part = partly && state !== 'closed' ? ', in part' : '';
  return passed ? `${words}${part} (opened, closed again)` : `${words}${part}`;
}
