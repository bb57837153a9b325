import { type Post, postJson, type Sending } from '../http/post-json.ts';
import { type Came, whatCame } from '../http/what-came.ts';
import { readCode, type SlackFailed, sayRefusal } from './slack-error.ts';

/** How Slack's Web API is called. */
export interface SlackApi {
  /** `https://slack.com/api/`. */
  readonly place: string;
  readonly token: string;
  readonly sending: Sending;
}

/** An answer of the Web API: what it gave, or what became of the call. */
export type Called = { readonly kind: 'given'; readonly given: Readonly<Record<string, unknown>> } | SlackFailed;

/** A hundred messages, each as long as Slack takes them. */
const mostRead = 4_000_000;

/**
 * Calls a method of the Web API, which answers 200 and says in its body whether it did anything (docs.slack.dev/apis/web-api). Of
 * reading methods the arguments stand in the query.
 */
export async function callSlack(
  { place, token, sending }: SlackApi,
  method: string,
  args: Readonly<Record<string, unknown>>,
  how: 'write' | 'read' = 'write',
): Promise<Called> {
  const headers = { authorization: `Bearer ${token}` };
  const post: Post =
    how === 'write'
      ? { url: `${place}${method}`, body: JSON.stringify(args), headers }
      : {
          url: `${place}${method}?${new URLSearchParams(args as Record<string, string>)}`,
          method: 'GET',
          body: '',
          headers,
        };
  const answer = await postJson(post, how === 'write' ? sending : { ...sending, mostBytes: mostRead });
  const came: Came = whatCame(answer);
  const given = answer.kind === 'answered' ? readGiven(answer.body) : null;
  const code = readCode(given?.error);
  const after = answer.kind === 'answered' ? answer.retryAfter : null;
  if (code !== null && given?.ok !== true) return sayRefusal(code, after);
  if (came.kind !== 'done') return came;
  if (given?.ok === true) return { kind: 'given', given };
  return { kind: 'later', why: 'Slack answered nothing that can be read', after, maybe: true };
}

function readGiven(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const given: unknown = JSON.parse(body);
    return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
