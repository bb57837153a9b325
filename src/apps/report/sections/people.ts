import type { Report, Share } from '../../../flow/report/report.ts';
import { type Html, html } from '../html.ts';

/** Rows that are listed of each kind. */
const listed = 25;

/** Who changes groups, and whose groups are changed: numbers to plan help by, in neutral words. */
export function byPersonAndTeam({ people, teams }: Report): Html {
  return html`<section id="people" aria-labelledby="h-people"><h2 id="h-people">By person and team</h2>
<p class="quiet">Counts of acts as the records name their actor; a name may be only claimed. They say where help or a better pipeline pays, not who is at fault.</p>
<div class="two">${table('By person or pipeline', people)}${table('By owner of the group', teams)}</div></section>`;
}

function table(caption: string, shares: readonly Share[]): Html {
  const more = shares.length - listed;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="list"><caption>${caption}</caption><thead><tr><th scope="col">name</th><th scope="col">applied</th><th scope="col">attempts</th><th scope="col">outside policy</th><th scope="col">permitted</th></tr></thead><tbody>
${shares.slice(0, listed).map(
  ({
    name,
    changes,
    attempts,
    breaches,
    permitted,
  }) => html`<tr><td>${name}</td><td>${changes}</td><td>${attempts}</td><td>${breaches}</td><td>${permitted}</td></tr>
`,
)}</tbody></table>${more > 0 && html`<p class="quiet">and ${more} more with fewer</p>`}</div>`;
}
