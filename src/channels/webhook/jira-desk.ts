import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { bareLine } from '../bare-line.ts';
import { fitAlert } from '../fit-alert.ts';
import { unlinkAlert } from '../unlink-alert.ts';
import { authorize, type DeskOr, ticketMark } from './ticket-desk.ts';
import { newsLines, type TicketPart, ticketParts } from './ticket-lines.ts';

/** Jira keeps 32,767 characters in a text of an issue, and 255 in its summary. */
const mostOfDescription = 30_000;
const mostOfSummary = 255;

/** A node of the Atlassian Document Format. Its texts are texts: no markup is read in them. */
type Adf = {
  readonly type: string;
  readonly text?: string;
  readonly attrs?: object;
  readonly content?: readonly Adf[];
};

/**
 * Issues of Jira Cloud (REST API v3). `url` is `https://<site>/rest/api/3/issue?project=SEC&type=Task`; the two are read from
 * it and not sent in the address. The label `portcullis-<id of the message>` is how its issue is found again.
 */
export function jiraDesk(url: string, secret: string): DeskOr {
  const at = URL.canParse(url) ? new URL(url) : null;
  const project = at?.searchParams.get('project') ?? '';
  const type = at?.searchParams.get('type') ?? 'Task';
  if (at === null || !at.pathname.endsWith('/issue') || !/^[A-Za-z][A-Za-z0-9_]{0,30}$/.test(project))
    return {
      wrong:
        'expected `https://<site>/rest/api/3/issue?project=<key>` as the `url` of a Jira channel, got something else',
    };
  const issues = `${at.origin}${at.pathname}`;
  const search = `${issues.slice(0, -'/issue'.length)}/search/jql`;
  const headers = authorize(secret);
  return {
    desk: {
      find: ({ alert }) => {
        const jql = `project = "${project}" AND labels = "${ticketMark(alert)}"`;
        return { url: search, headers, body: JSON.stringify({ jql, fields: ['key'], maxResults: 1 }) };
      },
      make: (delivery) => ({
        url: issues,
        headers,
        body: JSON.stringify({ fields: fieldsOf(delivery, project, type) }),
      }),
      add: (ticket, delivery) => ({
        url: `${issues}/${ticket}/comment`,
        headers,
        body: JSON.stringify({ body: documentOf([{ heading: '', lines: newsLines(delivery) }]) }),
      }),
      read: readKey,
    },
  };
}

function fieldsOf({ alert: whole }: Delivery, project: string, type: string): object {
  const write = (alert: Alert, cut: boolean) => documentOf(ticketParts(alert, cut));
  const { alert, cut } = fitAlert(
    unlinkAlert(whole),
    mostOfDescription,
    (fitted) => JSON.stringify(write(fitted.alert, fitted.cut)).length,
  );
  return {
    project: { key: project },
    issuetype: { name: type },
    summary: bareLine(`[${alert.severity.toUpperCase()}] ${alert.headline}`, mostOfSummary),
    labels: ['portcullis', ticketMark(whole), `severity-${alert.severity}`],
    description: write(alert, cut),
  };
}

function documentOf(parts: readonly TicketPart[]): object {
  return { type: 'doc', version: 1, content: parts.flatMap(blocksOf) };
}

function blocksOf({ heading, lines, commands }: TicketPart): readonly Adf[] {
  const head = textNodes(heading).map((text) => ({ type: 'heading', attrs: { level: 3 }, content: [text] }));
  if (commands)
    return [...head, { type: 'codeBlock', attrs: { language: 'shell' }, content: textNodes(lines.join('\n')) }];
  return [...head, ...lines.map((line) => ({ type: 'paragraph', content: textNodes(line) }))];
}

/** The format knows no empty text. */
function textNodes(text: string): readonly Adf[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function readKey(body: string): string | null {
  const found = readJson(body) as { key?: unknown; issues?: { key?: unknown }[] } | null;
  const key = found?.key ?? found?.issues?.[0]?.key;
  return typeof key === 'string' && /^[A-Z][A-Z0-9_]*-\d+$/.test(key) ? key : null;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
