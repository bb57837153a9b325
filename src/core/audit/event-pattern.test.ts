import { describe, expect, it } from 'vitest';
import { patternPasses } from './event-pattern.ts';

const opens = ['ec2', 'AuthorizeSecurityGroupIngress'] as const;
const named = (eventName: never[] | object[] | string[]) => ({ source: ['aws.ec2'], detail: { eventName } });

describe('a pattern of EventBridge', () => {
  it.each([
    ['the call by name', named(['AuthorizeSecurityGroupIngress']), 'yes'],
    ['another call', named(['CreateTags']), 'no'],
    ['a wildcard', named([{ wildcard: '*SecurityGroup*' }]), 'yes'],
    ['a wildcard of something else', named([{ wildcard: '*PrefixList*' }]), 'no'],
    ['a question mark, which is no sign there', named([{ wildcard: 'Authorize?ecurityGroupIngress' }]), 'no'],
    ['a prefix', named([{ prefix: 'Authorize' }]), 'yes'],
    ['a prefix whose case does not count', named([{ prefix: { 'equals-ignore-case': 'authorize' } }]), 'yes'],
    ['a suffix', named([{ suffix: 'Egress' }]), 'no'],
    ['a text whose case does not count', named([{ 'equals-ignore-case': 'authorizesecuritygroupingress' }]), 'yes'],
    ['all but others', named([{ 'anything-but': ['CreateTags', 'DeleteTags'] }]), 'yes'],
    ['all but this', named([{ 'anything-but': { prefix: 'Auth' } }]), 'no'],
    ['that there is a name', named([{ exists: true }]), 'yes'],
    ['that there is none', named([{ exists: false }]), 'no'],
    ['nothing at all', {}, 'yes'],
    ['another service', { source: ['aws.s3'] }, 'no'],
    ['another kind of detail', { 'detail-type': ['EC2 Instance State-change Notification'] }, 'no'],
    ['the service by its host', { detail: { eventSource: ['ec2.amazonaws.com'] } }, 'yes'],
    ['one of two ways', { $or: [{ source: ['aws.s3'] }, named(['AuthorizeSecurityGroupIngress'])] }, 'yes'],
    ['more than is known of it', { detail: { requestParameters: { groupId: ['sg-1'] } } }, 'narrowed'],
    ['more, of another call', { detail: { eventName: ['X'], requestParameters: { groupId: ['sg-1'] } } }, 'no'],
    ['a number of a text', named([{ numeric: ['>', 0] }]), 'no'],
    ['no object', 'aws.ec2', 'no'],
  ] as const)('that asks for %s', (_, pattern, passes) => {
    expect(patternPasses(pattern as never, ...opens)).toBe(passes);
  });
});
