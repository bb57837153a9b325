import { type LoopbackHttp, listenLoopback, type Reply } from './loopback-http.ts';
import { complainOfText, textsIn } from './plain-texts.ts';

/** A key as PagerDuty gives one for an integration. */
export const integrationKey = '0123456789abcdef0123456789abcdef';

/** An alert as it stands at PagerDuty. */
interface StandingAlert {
  state: 'triggered' | 'acknowledged' | 'resolved';
  readonly log: string[];
}

/** PagerDuty's Events API v2, as far as its documentation says what it takes. */
export interface PagerDutyStandIn {
  readonly http: LoopbackHttp;
  readonly alerts: Map<string, StandingAlert>;
  readonly changes: string[];
  /** What was sent to whoever is on call: once for each alert that was opened. */
  readonly pages: string[];
  /** Each call as it would be read there. */
  readonly shown: string[];
  readonly complaints: string[];
}

type Fields = Readonly<Record<string, unknown>>;
const severities = ['critical', 'error', 'warning', 'info'];
const ofAlert = ['routing_key', 'event_action', 'dedup_key', 'payload', 'links', 'images', 'client', 'client_url'];
const ofPayload = ['summary', 'source', 'severity', 'timestamp', 'component', 'group', 'class', 'custom_details'];
const ofChange = ['routing_key', 'payload', 'links'];
const ofChangePayload = ['summary', 'source', 'timestamp', 'custom_details'];

/** Starts it. `keys`: the integrations that there are; those that begin with `R` are of rulesets. */
export async function startPagerDuty(keys: readonly string[] = [integrationKey]): Promise<PagerDutyStandIn> {
  const [alerts, changes, pages, shown, complaints] = [new Map<string, StandingAlert>(), [], [], [], []] as [
    Map<string, StandingAlert>,
    ...string[][],
  ];
  const refuse = (errors: readonly string[]): Reply => {
    complaints!.push(...errors);
    return {
      status: 400,
      body: JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors }),
    };
  };
  const http = await listenLoopback(({ method, path, headers, body }) => {
    if (method !== 'POST') return refuse([`${method} is not allowed`]);
    if (Buffer.byteLength(body) > 512_000) return { status: 413 };
    if (headers['content-type']?.startsWith('application/json') !== true) return refuse(['no JSON']);
    const fields = JSON.parse(body) as Fields;
    if (!keys.includes(String(fields.routing_key))) return refuse(['Invalid routing key']);
    const isChange = path === '/v2/change/enqueue';
    if (!isChange && path !== '/v2/enqueue') return { status: 404 };
    const errors = isChange ? judgeChange(fields) : judgeAlert(fields);
    if (errors.length > 0) return refuse(errors);
    const text = textsIn({ ...fields, routing_key: '' }).join('\n');
    shown!.push(text);
    if (isChange) changes!.push(text);
    else if (apply(fields, text, alerts)) pages!.push(text);
    return { status: 202, body: JSON.stringify({ status: 'success', message: 'Event processed' }) };
  });
  return { http, alerts, changes: changes!, pages: pages!, shown: shown!, complaints: complaints! };
}

function judgeAlert(fields: Fields): readonly string[] {
  const { event_action: action, dedup_key: key } = fields;
  const base = [
    ...unknown(fields, ofAlert),
    ...(typeof key === 'string' && key.length > 0 && key.length <= 255 ? [] : ['dedup_key is not 1 to 255 characters']),
  ];
  if (action === 'acknowledge' || action === 'resolve') return base;
  if (action !== 'trigger') return [...base, `event_action is ${action}`];
  const payload = (fields.payload ?? {}) as Fields;
  return [
    ...base,
    ...judgePayload(payload, ofPayload),
    ...(isText(payload.source) ? [] : ['source is missing or blank']),
    ...(severities.includes(String(payload.severity)) ? [] : ['severity is none that there is']),
    ...judgeLinks(fields.links),
  ];
}

function judgeChange(fields: Fields): readonly string[] {
  const payload = (fields.payload ?? {}) as Fields;
  const isRuleset = String(fields.routing_key).startsWith('R');
  return [
    ...(isRuleset ? ['rulesets take no change events'] : []),
    ...unknown(fields, ofChange),
    ...judgePayload(payload, ofChangePayload),
    ...judgeLinks(fields.links),
  ];
}

function judgePayload(payload: Fields, keys: readonly string[]): readonly string[] {
  const { summary, timestamp, custom_details: details } = payload;
  return [
    ...unknown(payload, keys),
    ...(isText(summary) && summary.length <= 1024 ? [] : ['summary is not 1 to 1024 characters']),
    ...(isText(timestamp) && !Number.isNaN(Date.parse(timestamp)) ? [] : ['timestamp is none']),
    ...(typeof details === 'object' && details !== null && !Array.isArray(details)
      ? []
      : ['custom_details is no object']),
    ...textsIn(payload).flatMap((text) => complainOfText('payload', text)),
  ];
}

function judgeLinks(links: unknown): readonly string[] {
  if (links === undefined) return [];
  const all = links as readonly { readonly href?: unknown }[];
  return all.every(({ href }) => /^https?:\/\//.test(String(href))) ? [] : ['a link has no address'];
}

/** Whether somebody is paged: only where an alert opens. What acknowledges or resolves none that is open is dropped. */
function apply(
  { dedup_key: key, event_action: action }: Fields,
  text: string,
  alerts: Map<string, StandingAlert>,
): boolean {
  const alert = alerts.get(String(key));
  const isOpen = alert !== undefined && alert.state !== 'resolved';
  if (action === 'trigger' && !isOpen) {
    alerts.set(String(key), { state: 'triggered', log: [text] });
    return true;
  }
  if (!isOpen) return false;
  alert.log.push(text);
  if (action === 'acknowledge') alert.state = 'acknowledged';
  if (action === 'resolve') alert.state = 'resolved';
  return false;
}

function unknown(fields: Fields, known: readonly string[]): readonly string[] {
  return Object.keys(fields)
    .filter((key) => !known.includes(key))
    .map((key) => `${key} is not known`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
