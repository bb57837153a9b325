import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { bareLine } from '../bare-line.ts';
import { fitAlert } from '../fit-alert.ts';
import { unlinkAlert } from '../unlink-alert.ts';
import { authorize, type DeskOr, ticketMark } from './ticket-desk.ts';
import { newsLines, ticketParts } from './ticket-lines.ts';

/** Lengths of the columns of `incident` as ServiceNow delivers it. */
const mostOfSummary = 160;
const mostOfDescription = 4000;

/** Impact and urgency, by which ServiceNow computes the priority: 1 high, 2 medium, 3 low. */
const weights: Readonly<Record<Severity, readonly [string, string]>> = {
  critical: ['1', '1'],
  high: ['2', '1'],
  medium: ['2', '2'],
  low: ['3', '3'],
  none: ['3', '3'],
};

/**
 * Incidents of ServiceNow (Table API). `url` is the instance, or the whole address of a table with the same columns. The
 * incident of a message is found again by its `correlation_id`.
 */
export function servicenowDesk(url: string, secret: string): DeskOr {
  const at = URL.canParse(url) ? new URL(url) : null;
  const path = at?.pathname === '/' ? '/api/now/table/incident' : (at?.pathname ?? '');
  if (at === null || !/^\/api\/now\/(v\d\/)?table\/[a-z0-9_]+$/.test(path))
    return {
      wrong:
        'expected `https://<instance>/api/now/table/incident` as the `url` of a ServiceNow channel, got something else',
    };
  const table = `${at.origin}${path}`;
  const headers = authorize(secret);
  return {
    desk: {
      find: ({ alert }) => {
        const query = new URLSearchParams({
          sysparm_query: `correlation_id=${ticketMark(alert)}`,
          sysparm_fields: 'sys_id',
          sysparm_limit: '1',
        });
        return { url: `${table}?${query}`, method: 'GET', headers, body: '' };
      },
      make: (delivery) => ({ url: table, headers, body: JSON.stringify(columnsOf(delivery)) }),
      add: (ticket, delivery) => ({
        url: `${table}/${ticket}`,
        method: 'PATCH',
        headers,
        body: JSON.stringify({ work_notes: plainNotes(newsLines(delivery).join('\n')) }),
      }),
      read: readSysId,
    },
  };
}

function columnsOf({ alert: whole }: Delivery): object {
  const write = (alert: Alert, cut: boolean) =>
    plainNotes(
      ticketParts(alert, cut)
        .map(({ heading, lines }) => [`${heading}:`, ...lines].join('\n'))
        .join('\n\n'),
    );
  const { alert, cut } = fitAlert(
    unlinkAlert(whole),
    mostOfDescription,
    (fitted) => write(fitted.alert, fitted.cut).length,
  );
  const [impact, urgency] = weights[alert.severity];
  return {
    short_description: bareLine(alert.headline, mostOfSummary),
    description: write(alert, cut),
    impact,
    urgency,
    correlation_id: ticketMark(whole),
    correlation_display: 'Portcullis',
  };
}

/** Work notes and other journals read `[code]…[/code]` as HTML: no text of others may begin it. */
function plainNotes(text: string): string {
  return text.replace(/\[(\/?\s*code)/gi, '($1');
}

function readSysId(body: string): string | null {
  try {
    const { result } = JSON.parse(body) as { result?: unknown };
    const [row] = [result].flat() as { sys_id?: unknown }[];
    const id = row?.sys_id;
    return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
