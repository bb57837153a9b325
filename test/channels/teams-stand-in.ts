import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { type LoopbackHttp, listenLoopback } from './loopback-http.ts';
import { complainOfText } from './plain-texts.ts';

const { AdaptiveCard, SerializationContext, Version } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof AdaptiveCards;

/** The part of a workflow's address that is its secret. */
export const workflowSignature = 'q8Zt-5ECRET-sig_0123456789';

/** Where the workflow stands. */
export const workflowPath = `/workflows/9f8e7d6c5b4a/triggers/manual/paths/invoke?api-version=2016-06-01&sig=${workflowSignature}`;

/** A workflow of Teams: it queues what is a card that Teams can show, and answers 202. */
export interface TeamsStandIn {
  readonly http: LoopbackHttp;
  /** Each card, as its texts read from top to bottom. */
  readonly shown: string[];
  readonly complaints: string[];
}

interface Part {
  readonly type?: unknown;
  readonly [key: string]: unknown;
}

/** Starts it. */
export async function startTeams(): Promise<TeamsStandIn> {
  const [shown, complaints]: [string[], string[]] = [[], []];
  const http = await listenLoopback(({ method, path, headers, body }) => {
    if (path !== workflowPath) return { status: 401 };
    if (method !== 'POST' || headers['content-type']?.startsWith('application/json') !== true) return { status: 400 };
    const found = judgeMessage(body);
    complaints.push(...found);
    if (found.length > 0) return { status: 400 };
    shown.push(readCard(body));
    return { status: 202 };
  });
  return { http, shown, complaints };
}

/** What a message says, from top to bottom, a paragraph in a line. */
export function readCard(body: string): string {
  const { attachments } = JSON.parse(body) as { readonly attachments: readonly { readonly content: Part }[] };
  return textsOf(attachments[0]!.content.body).join('\n');
}

/** Says what of a message Teams would not take, or show otherwise than it was meant. */
export function judgeMessage(body: string): readonly string[] {
  const { type, attachments, ...rest } = JSON.parse(body) as Part & { attachments?: readonly Part[] };
  const [first, ...others] = attachments ?? [];
  const card = (first?.content ?? {}) as Part;
  return [
    ...(Buffer.byteLength(body) <= 28 * 1024 ? [] : [`${Buffer.byteLength(body)} bytes`]),
    ...(type === 'message' && Object.keys(rest).length === 0 && others.length === 0
      ? []
      : ['no message with one card']),
    ...(first?.contentType === 'application/vnd.microsoft.card.adaptive' ? [] : ['no Adaptive Card']),
    ...(card.version === '1.4' || card.version === '1.5' ? [] : [`version ${card.version}`]),
    ...complainOfCard(card),
    ...judgeParts(card.body),
    ...judgeActions(card.actions),
    ...complainOfLink(card.fallbackText),
    ...textsOf(card.body).flatMap((text) => complainOfText('card', text)),
  ];
}

/** What Microsoft's own parser finds wrong with a card. */
function complainOfCard(card: Part): readonly string[] {
  const context = new SerializationContext(new Version(1, 4));
  new AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
}

const known = ['Container', 'ColumnSet', 'Column', 'RichTextBlock', 'TextRun'];

function judgeParts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(judgeParts);
  if (typeof value !== 'object' || value === null) return [];
  const part = value as Part;
  return [
    ...(known.includes(String(part.type)) ? [] : [`${part.type}: it may read markup in texts, or load from elsewhere`]),
    ...(part.type === 'TextRun' && (typeof part.text !== 'string' || part.text === '') ? ['a text is empty'] : []),
    ...(part.type === 'RichTextBlock' && (part.inlines as unknown[]).length === 0 ? ['a paragraph is empty'] : []),
    ...complainOfLink(part.text),
    ...[part.items, part.columns, part.inlines].flatMap(judgeParts),
  ];
}

function complainOfLink(text: unknown): readonly string[] {
  return typeof text === 'string' && /https?:\/\/|\bwww\.|\{\{/i.test(text) ? [`a link: ${text}`] : [];
}

function judgeActions(actions: unknown): readonly string[] {
  if (actions === undefined) return [];
  return (actions as readonly Part[]).flatMap(({ type, url }) =>
    type === 'Action.OpenUrl' && /^https?:\/\//.test(String(url)) ? [] : [`the action ${type} leads to ${url}`],
  );
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, inlines, items, columns } = value as Part;
  if (type === 'RichTextBlock') return [(inlines as readonly Part[]).map(({ text }) => text).join('')];
  return [...textsOf(items), ...textsOf(columns)];
}
