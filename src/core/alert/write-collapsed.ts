import { readInstant } from '../leaf/instant.ts';
import type { Alert } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { stateOf } from './alert-state.ts';
import { checksOf } from './fact-verdict.ts';
import { ledgerFlag } from './offers-of.ts';
import { plainLine } from './plain-line.ts';
import { sayEffectOf } from './say-effect.ts';
import { firstFew, sayCount } from './say-many.ts';
import { sayLength } from './say-time.ts';
import { sealAlert } from './seal-alert.ts';
import { shownOf } from './shown-decisions.ts';

/** The counted message in place of many for which a channel had no room: how many, on how many groups, and the worst of them. */
export function writeCollapsed(parts: AlertParts): Alert {
  const { row, incidents, decisions } = parts;
  const { message } = row;
  const shown = shownOf(parts, 8);
  const worst = shown.first === null ? [] : [shown.first, ...shown.others];
  const count = worst.length + shown.more;
  const open = incidents.filter(({ closedAt }) => closedAt === null).length;
  const lines = worst.map((each) => {
    const bad = each.verdict === undefined ? '' : `${each.verdict.severity}: `;
    return `${bad}${plainLine(sayEffectOf(each), 200)} (${each.id})`;
  });
  const headline = `${sayCount(count, 'more change')} on ${sayCount(message.about.length, 'group')}${decisions.length === count ? spanOf(parts) : ''}`;
  return sealAlert({
    id: message.id,
    key: row.key,
    kind: 'collapsed',
    revision: row.revision,
    severity: message.severity,
    state: stateOf(parts),
    at: message.at,
    updatedAt: row.updatedAt,
    headline,
    status:
      incidents.length === 0
        ? 'Told together, since the channel had no room for more'
        : `${open} of ${sayCount(incidents.length, 'incident')} ${open === 1 ? 'is' : 'are'} open`,
    facts: [
      { label: 'Worst', lines: [...lines, ...(shown.more === 0 ? [] : [`… and ${shown.more} more`])] },
      {
        label: 'On',
        lines: [
          firstFew(
            message.about.map((name) => plainLine(name, 40)),
            6,
            'group',
          ).join(', '),
        ],
      },
      { label: 'Checks', lines: firstFew(checksOf(decisions, message.checks), 6, 'check') },
    ],
    place: null,
    who: null,
    checks: checksOf(decisions, message.checks),
    short: `${sayCount(count, 'change')} on ${sayCount(message.about.length, 'group')}`,
    history: row.notes,
    people: [],
    offers: [{ id: 'show', say: 'List what is open', command: `portcullis incidents list${ledgerFlag(parts.ledger)}` }],
    playbook: null,
    ids: { decisions: [...message.decisions, ...message.joined], incidents: incidents.map(({ id }) => id) },
    suppressed: count,
  });
}

/** Over how long they happened: ` in 3 min`. */
function spanOf({ decisions }: AlertParts): string {
  const times = decisions.flatMap(({ at }) => readInstant(at) ?? []);
  return times.length < 2 ? '' : ` in ${sayLength(Math.max(...times) - Math.min(...times))}`;
}
