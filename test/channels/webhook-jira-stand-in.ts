import { type LoopbackHttp, listenLoopback, type Reply } from './loopback-http.ts';
import { complainOfText, textsIn } from './plain-texts.ts';

/** An issue as Jira keeps it. */
interface Issue {
  readonly labels: readonly string[];
  readonly comments: string[];
}

/** Jira Cloud's REST API v3, as far as issues are made, found by label and commented. */
export interface JiraStandIn {
  readonly http: LoopbackHttp;
  readonly issues: Map<string, Issue>;
  readonly shown: string[];
  readonly complaints: string[];
}

/** A user and an API token of theirs. */
export const jiraSecret = 'bot@example.com:ATATT3xFfGF0-5ecret';

interface Node {
  readonly type?: string;
  readonly text?: unknown;
  readonly content?: readonly Node[];
  readonly [key: string]: unknown;
}

const holds: Readonly<Record<string, readonly string[]>> = {
  doc: ['heading', 'paragraph', 'codeBlock'],
  heading: ['text'],
  paragraph: ['text'],
  codeBlock: ['text'],
};

/** Starts it, with the project `SEC`, whose issues are of the type `Task`. */
export async function startJira(): Promise<JiraStandIn> {
  const issues = new Map<string, Issue>();
  const [shown, complaints]: [string[], string[]] = [[], []];
  const http = await listenLoopback(({ method, path, headers, body }) => {
    const wanted = `Basic ${Buffer.from(jiraSecret).toString('base64')}`;
    if (headers.authorization !== wanted) return { status: 401 };
    if (method !== 'POST') return { status: 405 };
    const sent = JSON.parse(body) as Node;
    if (path === '/rest/api/3/search/jql') return search(String(sent.jql), issues);
    const [, key] = /^\/rest\/api\/3\/issue\/([A-Z]+-\d+)\/comment$/.exec(path) ?? [];
    if (key === undefined && path !== '/rest/api/3/issue') return { status: 404 };
    const fields = sent.fields as Node | undefined;
    const found = key === undefined ? judgeIssue(fields ?? {}) : judgeDocument(sent.body as Node);
    complaints.push(...found);
    if (found.length > 0) return { status: 400, body: JSON.stringify({ errorMessages: found }) };
    const text = textsIn(key === undefined ? fields : sent.body).join('\n');
    if (key !== undefined && !issues.has(key)) return { status: 404 };
    shown.push(text);
    if (key !== undefined) {
      issues.get(key)!.comments.push(text);
      return { status: 201, body: JSON.stringify({ id: '10100' }) };
    }
    const made = `SEC-${issues.size + 1}`;
    issues.set(made, { labels: fields!.labels as unknown as string[], comments: [] });
    return {
      status: 201,
      body: JSON.stringify({ id: '10000', key: made, self: `${http.url}/rest/api/3/issue/10000` }),
    };
  });
  return { http, issues, shown, complaints };
}

function search(jql: string, issues: ReadonlyMap<string, Issue>): Reply {
  const [, project, label] = /^project = "([A-Z]+)" AND labels = "([\w-]+)"$/.exec(jql) ?? [];
  if (project !== 'SEC' || label === undefined) return { status: 400 };
  const found = [...issues].filter(([, { labels }]) => labels.includes(label)).map(([key]) => ({ id: '1', key }));
  return { status: 200, body: JSON.stringify({ issues: found.slice(0, 1), isLast: true }) };
}

function judgeIssue(fields: Node): readonly string[] {
  const { summary, labels, project, issuetype, description, ...rest } = fields;
  const isLabel = (label: unknown) => typeof label === 'string' && /^\S{1,255}$/.test(label);
  return [
    ...Object.keys(rest).map((key) => `field ${key} is not on the screen`),
    ...((project as Node | undefined)?.key === 'SEC' ? [] : ['no project']),
    ...((issuetype as Node | undefined)?.name === 'Task' ? [] : ['no type']),
    ...(typeof summary === 'string' && summary !== '' && summary.length <= 255 && !/[\r\n]/.test(summary)
      ? []
      : ['the summary is not one line of 1 to 255 characters']),
    ...(Array.isArray(labels) && labels.every(isLabel) ? [] : ['a label has a blank']),
    ...(JSON.stringify(description).length <= 32_767 ? [] : ['CONTENT_LIMIT_EXCEEDED']),
    ...judgeDocument(description as Node),
  ];
}

function judgeDocument(node: Node): readonly string[] {
  return node.type === 'doc' && node.version === 1 ? judgeNode(node) : ['no document'];
}

function judgeNode({ type = '', text, content = [], ...rest }: Node): readonly string[] {
  const odd = Object.keys(rest).filter((key) => key !== 'attrs' && !(type === 'doc' && key === 'version'));
  if (odd.length > 0) return [`${type} has ${odd}`];
  if (type === 'text')
    return typeof text === 'string' && text !== '' ? complainOfText('text', text) : ['a text is empty'];
  const allowed = holds[type];
  if (allowed === undefined) return [`no node is ${type}`];
  return content.flatMap((each) =>
    allowed.includes(each.type ?? '') ? judgeNode(each) : [`${type} cannot hold ${each.type}`],
  );
}
