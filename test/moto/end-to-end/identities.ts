import type { Caller } from '../../../src/aws/model/caller.ts';
import { assumedRole, iamUser } from '../../../src/aws/model/record/identity.ts';
import { readXml, textAt } from './read-xml.ts';

/** Who signs with which access key, as far as STS and IAM have told. */
export interface Identities {
  /** Learns from an answer of STS or IAM. */
  learn(action: string, xml: string): void;
  /** Somebody of whom a test says who it is. */
  set(key: string, caller: Partial<Caller>): void;
  callerOf(key: string, userAgent: string): Caller;
  accountOf(key: string): string;
}

/** Where people and machines call from. */
const [people, machines] = ['198.51.100.7', '192.0.2.10'];

/** Starts with nobody known: any key is then a user of the account. */
export function startIdentities(account: string): Identities {
  const known = new Map<string, Partial<Caller>>();
  const accounts = new Map<string, string>();
  return {
    learn: (action, xml) => {
      if (action === 'AssumeRole') {
        const answer = readXml(xml);
        const at = ['AssumeRoleResult', 'Credentials', 'AccessKeyId'] as const;
        const key = textAt(answer, ...at);
        const arn = textAt(answer, 'AssumeRoleResult', 'AssumedRoleUser', 'Arn');
        const [, of, role, session] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn ?? '') ?? [];
        if (key === null || of === undefined || role === undefined || session === undefined) return;
        known.set(key, { identity: assumedRole(of, { role, session, at: Date.now() }), from: machines });
        accounts.set(key, of);
      }
      if (action === 'CreateAccessKey') {
        const answer = readXml(xml);
        const key = textAt(answer, 'CreateAccessKeyResult', 'AccessKey', 'AccessKeyId');
        const user = textAt(answer, 'CreateAccessKeyResult', 'AccessKey', 'UserName');
        if (key !== null && user !== null) known.set(key, { identity: iamUser(account, user), from: people });
      }
    },
    set: (key, caller) => void known.set(key, caller),
    callerOf: (key, userAgent) => ({
      ...{ identity: iamUser(account, 'nobody-known'), userAgent, from: people },
      ...known.get(key),
    }),
    accountOf: (key) => accounts.get(key) ?? account,
  };
}
