import { writeFileSync } from 'node:fs';
import { authorize, type RawRecord, record } from '../end-to-end/small-archive.ts';
import { hostileTexts } from './texts.ts';

/** Ids of the groups, in the order of the texts. */
export const groupIds: readonly string[] = Object.keys(hostileTexts).map(
  (_, at) => `sg-${String(at).padStart(17, '0')}`,
);

/** Writes records in which every free text is hostile: names, descriptions, tags, sessions and user agents. */
export function writeHostileArchive(file: string): void {
  const records = Object.values(hostileTexts).flatMap((text, at) => recordsOf(text, groupIds[at]!, at));
  writeFileSync(file, JSON.stringify({ Records: records }));
}

function recordsOf(text: string, group: string, serial: number): readonly RawRecord[] {
  const [hour, minute] = [String(Math.floor(serial / 60)).padStart(2, '0'), String(serial % 60).padStart(2, '0')];
  const at = (second: number) => `2026-03-02T${hour}:${minute}:${String(second).padStart(2, '0')}Z`;
  const odd = { agent: text.slice(0, 1024), user: text.slice(0, 500) };
  const created = record(
    'CreateSecurityGroup',
    { groupName: text, groupDescription: text, vpcId: 'vpc-0123456789abcdef0' },
    { _return: true, groupId: group },
    { ...odd, at: at(1) },
  );
  const tagged = record(
    'CreateTags',
    {
      resourcesSet: { items: [{ resourceId: group }] },
      tagSet: {
        items: [
          { key: text, value: text },
          { key: 'owner', value: text },
        ],
      },
    },
    { _return: true },
    { ...odd, at: at(2) },
  );
  const opened = authorize(group, `sgr-${String(serial).padStart(17, '0')}`, 22, '0.0.0.0/0', { ...odd, at: at(30) });
  return [created, tagged, { ...described(opened, text), userIdentity: sessionOf(text) }];
}

function described(opened: RawRecord, text: string): RawRecord {
  const changed = structuredClone(opened) as {
    responseElements: { securityGroupRuleSet: { items: { description?: string }[] } };
  };
  for (const item of changed.responseElements.securityGroupRuleSet.items) item.description = text;
  return changed as unknown as RawRecord;
}

function sessionOf(text: string) {
  const arn = `arn:aws:sts::111122223333:assumed-role/deploy/${text}`;
  const issuer = {
    type: 'Role',
    arn: 'arn:aws:iam::111122223333:role/deploy',
    accountId: '111122223333',
    userName: 'deploy',
  };
  return {
    ...{ type: 'AssumedRole', principalId: `AROAEXAMPLE:${text}`, arn, accountId: '111122223333' },
    sessionContext: { sessionIssuer: issuer, attributes: { mfaAuthenticated: 'false' }, sourceIdentity: text },
  };
}
