import { watchedCalls } from '../change/watched.ts';
import type { Json } from '../leaf/canonical.ts';
import { type Diagnosis, ill, unclear, well } from './diagnosis.ts';
import { type Passes, patternPasses } from './event-pattern.ts';

/** A rule of EventBridge whose target is a queue of ours; `pattern` is `null` where it is a schedule. */
export interface FillingRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern: Json | null;
}

/** How many names of calls are told before the rest is counted. */
const told = 8;

/**
 * What is expected of the rules that fill a queue: together they let every call through that changes a perimeter by
 * itself. Calls on tags may be narrowed to groups, rules and lists: all others are the tags of the whole account.
 */
export function judgeRules(
  { queue, region, fills }: { readonly queue: string; readonly region: string; readonly fills: string },
  rules: readonly FillingRule[],
): readonly Diagnosis[] {
  const about = `queue ${queue}`;
  const expected = 'rules of EventBridge that are enabled and have it as a target';
  if (rules.length === 0)
    return [
      unclear('records', about, expected, 'none here: SNS, S3 or other accounts have to fill it', ...make(fills)),
    ];
  const off = rules.filter(({ enabled }) => !enabled);
  const stopped = off.map(({ name }) =>
    ill(
      'records',
      about,
      `rule \`${name}\` to be enabled`,
      'it is disabled',
      `aws events enable-rule --name ${name} --region ${region}`,
    ),
  );
  const on = rules.filter(({ enabled }) => enabled);
  const perimeter = watchedCalls.filter(({ tier, service }) => tier === 'perimeter' && service === 'ec2');
  const passing = new Map(perimeter.map(({ service, call }) => [call, through(on, service, call)]));
  const missing = [...passing].flatMap(([call, passes]) => (passes === 'no' ? [call] : []));
  const narrowed = [...passing].flatMap(([call, passes]) =>
    passes === 'narrowed' && !call.endsWith('Tags') ? [call] : [],
  );
  const all = 'every call that changes rules, groups, tags or lists to be let through';
  const named = `by ${on.map(({ name }) => `\`${name}\``).join(', ')}`;
  if (missing.length > 0)
    return [...stopped, ill('records', about, all, `${count(missing)} held back ${named}`, ...make(fills))];
  if (narrowed.length > 0)
    return [...stopped, unclear('records', about, all, `${count(narrowed)} let through only in part ${named}`)];
  return [...stopped, well('records', about, all, `${perimeter.length} calls are let through ${named}`)];
}

function through(rules: readonly FillingRule[], service: string, call: string): Passes {
  const each = rules.map(({ pattern }) => (pattern === null ? 'no' : patternPasses(pattern, service, call)));
  return each.includes('yes') ? 'yes' : each.includes('narrowed') ? 'narrowed' : 'no';
}

function count(calls: readonly string[]): string {
  const more = calls.length - told;
  return `${calls.slice(0, told).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The smallest pattern that lets all of it through; tags only of what is ours to watch. */
function make(fills: string): readonly string[] {
  const call = (detail: object) =>
    JSON.stringify({
      ...{ source: ['aws.ec2'], 'detail-type': ['AWS API Call via CloudTrail'] },
      detail: { eventSource: ['ec2.amazonaws.com'], ...detail },
    });
  const own = call({ eventName: [{ wildcard: '*SecurityGroup*' }, { wildcard: '*PrefixList*' }] });
  const ids = [{ prefix: 'sg-' }, { prefix: 'sgr-' }, { prefix: 'pl-' }];
  const tags = call({
    eventName: ['CreateTags', 'DeleteTags'],
    requestParameters: { resourcesSet: { items: { resourceId: ids } } },
  });
  return [['portcullis-rules', own] as const, ['portcullis-tags', tags] as const].flatMap(([name, pattern]) => [
    `aws events put-rule --name ${name} --event-pattern '${pattern}'`,
    `aws events put-targets --rule ${name} --targets Id=portcullis,Arn=${fills}`,
  ]);
}
