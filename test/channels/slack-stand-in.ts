import type { SlackBlock } from '../../src/channels/slack/slack-block.ts';
import type { Arrived, Reply } from './loopback-http.ts';
import { checkSlackMessage, readSlackMessage } from './slack-check.ts';

/** A message as it stands in a channel of the stand-in. */
export interface StandingMessage {
  readonly channel: string;
  readonly ts: string;
  text: string;
  blocks: readonly SlackBlock[];
  metadata: unknown;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
}

/** What the stand-in for Slack knows of its workspace. */
export interface Workspace {
  readonly token: string;
  readonly channel: string;
  /** The path of an incoming webhook. */
  readonly webhook: string;
  /** Whether the app has the scope `channels:history`. */
  readonly mayRead: boolean;
}

/** Slack's Web API and incoming webhooks, as far as channels use them, and as strict as its documentation. */
export interface SlackStandIn {
  serve(arrived: Arrived): Reply;
  readonly messages: StandingMessage[];
  /** Everything that was shown, one text each, by time. */
  readonly shown: string[];
  readonly complaints: string[];
  /** Takes no blocks longer than this, without saying so, as Slack does. */
  mostBlocks: number;
}

type Args = Readonly<Record<string, unknown>>;

const postKeys = new Set([
  ...['channel', 'text', 'blocks', 'metadata', 'thread_ts', 'reply_broadcast'],
  ...['unfurl_links', 'unfurl_media', 'parse', 'link_names'],
]);
const updateKeys = new Set(['channel', 'ts', 'text', 'blocks', 'metadata', 'parse', 'link_names']);

/** Stands in for Slack. */
export function slackStandIn({ token, channel, webhook, mayRead }: Workspace): SlackStandIn {
  let clock = 1_769_850_847;
  const standIn: SlackStandIn = { serve, messages: [], shown: [], complaints: [], mostBlocks: 13_200 };
  const { messages, shown, complaints } = standIn;

  function serve({ method, path, headers, body }: Arrived): Reply {
    const url = new URL(path, 'http://slack.example');
    if (url.pathname === webhook) return serveWebhook(headers, body);
    const name = /^\/api\/(.+)$/.exec(url.pathname)?.[1] ?? '';
    if (headers.authorization !== `Bearer ${token}`) return fail('invalid_auth');
    if (name.startsWith('conversations.')) {
      if (method !== 'GET') complaints.push(`${name} by ${method}`);
      return read(name, Object.fromEntries(url.searchParams));
    }
    if (method !== 'POST') return { status: 405 };
    if (!/^application\/json; ?charset=utf-8$/.test(headers['content-type'] ?? '')) return fail('invalid_post_type');
    const args = parse(body);
    if (args === null) return fail('invalid_json');
    if (name === 'chat.postMessage') return post(args);
    return name === 'chat.update' ? update(args) : fail('unknown_method');
  }

  function serveWebhook(headers: Arrived['headers'], body: string): Reply {
    const args = headers['content-type']?.startsWith('application/json') === true ? parse(body) : null;
    if (args === null) return { status: 400, body: 'invalid_payload' };
    if (typeof args.text !== 'string') return { status: 400, body: 'no_text' };
    if (isTooLong(args)) return { status: 400, body: 'invalid_blocks' };
    check(args, new Set(['text', 'blocks', 'unfurl_links', 'unfurl_media']));
    stand(args, null, false);
    return { status: 200, body: 'ok' };
  }

  function post(args: Args): Reply {
    if (args.channel !== channel) return fail('channel_not_found');
    if (isTooLong(args)) return fail('msg_blocks_too_long');
    check(args, postKeys);
    const threadTs = typeof args.thread_ts === 'string' ? args.thread_ts : null;
    if (threadTs !== null && !messages.some(({ ts }) => ts === threadTs)) return fail('thread_not_found');
    if (args.unfurl_links !== false || args.link_names !== false) complaints.push('links or names are followed');
    const { ts } = stand(args, threadTs, args.reply_broadcast === true);
    return give({ channel, ts });
  }

  function update(args: Args): Reply {
    const message = messages.find(({ ts }) => ts === args.ts && args.channel === channel);
    if (args.channel !== channel) return fail('channel_not_found');
    if (message === undefined) return fail('message_not_found');
    if (isTooLong(args)) return fail('msg_too_long');
    check(args, updateKeys);
    message.text = String(args.text);
    message.blocks = args.blocks as readonly SlackBlock[];
    message.metadata = args.metadata ?? null;
    shown.push(readSlackMessage(message.blocks));
    return give({ channel, ts: message.ts, text: message.text });
  }

  function read(name: string, args: Readonly<Record<string, string>>): Reply {
    if (!mayRead)
      return give({ ok: false, error: 'missing_scope', needed: 'channels:history', provided: 'chat:write' });
    if (args.include_all_metadata !== 'true') complaints.push('metadata are not asked for');
    const inThread = messages.filter(({ threadTs, ts }) => threadTs === args.ts || ts === args.ts);
    const all =
      name === 'conversations.replies' ? inThread : messages.filter((one) => one.threadTs === null || one.broadcast);
    const newer = all.filter(({ ts }) => ts === args.ts || Number(ts) >= Number(args.oldest ?? 0));
    const most = Number(args.limit ?? 100);
    const given = name === 'conversations.replies' ? newer.slice(0, most) : newer.toReversed().slice(0, most);
    const seen = given.map(({ ts, text, blocks, metadata }) => ({ type: 'message', ts, text, blocks, metadata }));
    return give({ messages: seen, has_more: newer.length > most });
  }

  function stand(args: Args, threadTs: string | null, broadcast: boolean): StandingMessage {
    clock += 1;
    const blocks = args.blocks as readonly SlackBlock[];
    const text = String(args.text);
    const metadata = args.metadata ?? null;
    const message = { channel, ts: `${clock}.000100`, text, blocks, metadata, threadTs, broadcast };
    messages.push(message);
    shown.push(readSlackMessage(blocks));
    return message;
  }

  function check(args: Args, keys: ReadonlySet<string>): void {
    complaints.push(
      ...Object.keys(args)
        .filter((key) => !keys.has(key))
        .map((key) => `unknown argument ${key}`),
    );
    complaints.push(...checkSlackMessage(args.text, args.blocks));
    const event = args.metadata as { event_type?: unknown; event_payload?: unknown } | undefined;
    if (event !== undefined && (typeof event.event_type !== 'string' || typeof event.event_payload !== 'object'))
      complaints.push('invalid_metadata_format');
  }

  function isTooLong({ blocks, text }: Args): boolean {
    return JSON.stringify(blocks ?? []).length > standIn.mostBlocks || String(text).length > 4000;
  }

  return standIn;
}

function fail(error: string): Reply {
  return give({ ok: false, error });
}

function give(given: Args): Reply {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: JSON.stringify({ ok: true, ...given }) };
}

function parse(body: string): Args | null {
  try {
    return JSON.parse(body) as Args;
  } catch {
    return null;
  }
}
