import { describe, expect, it } from 'vitest';
import { type FillingRule, judgeRules } from './judge-rules.ts';

const fills = 'arn:aws:sqs:eu-west-1:111122223333:portcullis';
const judge = (...rules: readonly FillingRule[]) =>
  judgeRules({ queue: 'q', region: 'eu-west-1', fills }, rules).map(({ health, found, fix }) => [health, found, fix]);
const rule = (eventName: readonly unknown[], more: object = {}, enabled = true): FillingRule => {
  return { name: 'perimeter', enabled, pattern: { source: ['aws.ec2'], detail: { eventName, ...more } } as never };
};
const groups = [{ wildcard: '*SecurityGroup*' }, { wildcard: '*PrefixList*' }];

describe('R32: rules that fill a queue', () => {
  it('are well when every call on the perimeter passes', () => {
    expect(judge(rule([...groups, 'CreateTags', 'DeleteTags']))).toEqual([
      ['well', expect.stringMatching(/^\d+ calls are let through by `perimeter`$/), []],
    ]);
  });

  it('may narrow calls on tags to what is watched, and no others', () => {
    const items = { resourceId: [{ prefix: 'sg-' }] };
    const tags = rule(['CreateTags', 'DeleteTags'], { requestParameters: { resourcesSet: { items } } });
    expect(judge(rule(groups), tags)[0]![0]).toBe('well');
    const one = rule([...groups, 'CreateTags', 'DeleteTags'], { requestParameters: { groupId: ['sg-1'] } });
    expect(judge(one)[0]!.slice(0, 2)).toEqual(['unclear', expect.stringContaining('let through only in part')]);
  });

  it('are ill when they hold calls back, which are named, with rules that let all of it through', () => {
    const [[health, found, fix]] = judge(rule(['AuthorizeSecurityGroupIngress'])) as [[string, string, string[]]];
    expect([health, found]).toEqual(['ill', expect.stringMatching(/RevokeSecurityGroupIngress.* held back by/)]);
    const patterns = fix.flatMap((line) => /--event-pattern '(.+)'$/.exec(line)?.[1] ?? []);
    const mended = patterns.map((text, at) => ({ name: `${at}`, enabled: true, pattern: JSON.parse(text) }));
    expect(judge(...mended)[0]![0]).toBe('well');
  });

  it('that are disabled let nothing through, and are told', () => {
    const told = judge(rule([...groups, 'CreateTags', 'DeleteTags'], {}, false));
    expect(told.map(([health]) => health)).toEqual(['ill', 'ill']);
    expect(told[0]![2]).toEqual(['aws events enable-rule --name perimeter --region eu-west-1']);
  });

  it('that are not there may be those of others', () => {
    expect(judge()[0]!.slice(0, 2)).toEqual(['unclear', expect.stringContaining('SNS, S3 or other accounts')]);
  });

  it('that are a schedule bring no records', () => {
    expect(judge({ name: 'clock', enabled: true, pattern: null })[0]![0]).toBe('ill');
  });
});
