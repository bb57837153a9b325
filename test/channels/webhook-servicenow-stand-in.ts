import { type LoopbackHttp, listenLoopback } from './loopback-http.ts';
import { complainOfText } from './plain-texts.ts';

/** An incident as ServiceNow keeps it. */
interface Row {
  readonly correlation: string;
  readonly notes: string[];
}

/** ServiceNow's Table API, as far as incidents are made, found by `correlation_id` and added to. */
export interface ServiceNowStandIn {
  readonly http: LoopbackHttp;
  readonly rows: Map<string, Row>;
  readonly shown: string[];
  readonly complaints: string[];
}

/** A token of OAuth. */
export const servicenowSecret = 'xToken-5ecret-0123456789';

const table = '/api/now/table/incident';
const lengths: Readonly<Record<string, number>> = {
  ...{ short_description: 160, description: 4000, impact: 1, urgency: 1 },
  ...{ correlation_id: 100, correlation_display: 100 },
};

/** Starts it. */
export async function startServiceNow(): Promise<ServiceNowStandIn> {
  const rows = new Map<string, Row>();
  const [shown, complaints]: [string[], string[]] = [[], []];
  const http = await listenLoopback(({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${servicenowSecret}`) return { status: 401 };
    const url = new URL(path, 'http://instance');
    const answer = (status: number, result: unknown) => ({ status, body: JSON.stringify({ result }) });
    if (method === 'GET' && url.pathname === table) {
      const [, wanted] = /^correlation_id=([\w-]+)$/.exec(url.searchParams.get('sysparm_query') ?? '') ?? [];
      const found = [...rows].filter(([, { correlation }]) => correlation === wanted);
      return wanted === undefined
        ? { status: 400 }
        : answer(
            200,
            found.map(([id]) => ({ sys_id: id })),
          );
    }
    const sent = JSON.parse(body) as Readonly<Record<string, string>>;
    const texts = Object.values(sent).flatMap((text) => complainOfText('a column', text));
    const journal = Object.values(sent).filter((text) => /\[\s*\/?\s*code/i.test(text));
    if (method === 'POST' && url.pathname === table) {
      const found = [...judge(sent), ...texts, ...journal.map(() => 'HTML could be read')];
      complaints.push(...found);
      if (found.length > 0) return { status: 400 };
      const id = (rows.size + 1).toString(16).padStart(32, 'a');
      rows.set(id, { correlation: sent.correlation_id!, notes: [] });
      shown.push(Object.values(sent).join('\n'));
      return answer(201, { sys_id: id, number: 'INC0010001' });
    }
    const row = rows.get(url.pathname.slice(table.length + 1));
    if (method !== 'PATCH' || row === undefined) return { status: 404 };
    complaints.push(...Object.keys(sent).filter((key) => key !== 'work_notes'), ...texts, ...journal);
    row.notes.push(sent.work_notes!);
    shown.push(sent.work_notes!);
    return answer(200, {});
  });
  return { http, rows, shown, complaints };
}

function judge(sent: Readonly<Record<string, string>>): readonly string[] {
  return [
    ...Object.keys(sent).filter((key) => lengths[key] === undefined),
    ...Object.entries(lengths).flatMap(([key, most]) =>
      typeof sent[key] === 'string' && sent[key] !== '' && sent[key].length <= most
        ? []
        : [`${key} is not 1 to ${most} long`],
    ),
  ];
}
