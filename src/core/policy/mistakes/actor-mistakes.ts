import type { Said } from '../join.ts';
import { textsOf, valueAt } from '../read/plain-value.ts';
import { type Tell, within } from '../tell.ts';

/** Names in an actor set that nobody can have, or that everybody has. */
export function findActorMistakes(id: string, said: Said, tell: Tell): void {
  for (const [key, judge] of Object.entries(judges)) {
    textsOf(valueAt(said.value, key)).forEach((text, index) => {
      const wrong = judge(text, id);
      if (wrong !== null) tell('error', within(said, key, index), wrong.message, { suggestion: wrong.suggestion });
    });
  }
}

interface Wrong {
  readonly message: string;
  readonly suggestion: string | null;
}

const judges: Readonly<Record<string, (text: string, id: string) => Wrong | null>> = {
  roles: (text, id) => judgeArn(text, 'role', id),
  users: (text, id) => judgeArn(text, 'user', id),
  source_identities: (text, id) => (isAnything(text) ? everybody(text, id) : null),
  permission_sets: judgePermissionSet,
  services: judgeService,
};

// IAM user guide, "IAM identifiers": ARNs of roles and users hold no region, and the path is part of them.
function judgeArn(text: string, kind: 'role' | 'user', id: string): Wrong | null {
  if (isAnything(text)) return everybody(text, id);
  const session = /^arn:([^:]+):sts::([^:]*):assumed-role\/([^/]+)/.exec(text);
  if (session !== null) {
    const role = `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
    const why = 'the name of a session is chosen by its caller, so trust rests on the role';
    return wrong(`\`${text}\` is a session: ${why}: write \`${role}\`, with its path where it has one`, role);
  }
  const parts = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text);
  if (parts === null) return wrong(`expected the ARN of a ${kind}, ${example(kind)}, got \`${text}\``);
  const [, partition = '', service, region, account = '', resource = ''] = parts;
  const other = kind === 'role' ? 'user' : 'role';
  if (resource.startsWith(`${other}/`)) {
    return wrong(`\`${text}\` is a ${other}: write it under \`${other}s\``);
  }
  if (service !== 'iam' || region !== '' || !/^(aws[a-z-]*|\*)$/.test(partition) || !resource.startsWith(`${kind}/`)) {
    return wrong(`expected the ARN of a ${kind}, ${example(kind)}, got \`${text}\``);
  }
  if (!/^(\d{12}|\*)$/.test(account)) {
    const whole = 'twelve digits, or `*` for the accounts of your own';
    return wrong(`expected an account of ${whole}, got \`${account}\` in \`${text}\``);
  }
  const name = resource.slice(kind.length + 1);
  if (name === '') return wrong(`\`${text}\` ends before the name of the ${kind}: ${example(kind)}`);
  return isAnything(name) ? everybody(text, id) : null;
}

function example(kind: 'role' | 'user'): string {
  return kind === 'role' ? 'such as `arn:aws:iam::*:role/deploy`' : 'such as `arn:aws:iam::111122223333:user/alice`';
}

// IAM Identity Center user guide: roles are named `AWSReservedSSO_<permission set>_<hash>`.
function judgePermissionSet(text: string, id: string): Wrong | null {
  if (isAnything(text)) return everybody(text, id);
  const reserved = /AWSReservedSSO_(.+?)(?:_[0-9a-f]{16})?$/.exec(text);
  if (reserved === null) return null;
  const why = 'the hash in a role of Identity Center changes when its permission set is made anew';
  return wrong(
    `expected the name of a permission set, got \`${text}\`: ${why}: write \`${reserved[1]}\``,
    reserved[1]!,
  );
}

function judgeService(text: string, id: string): Wrong | null {
  if (isAnything(text)) return everybody(text, id);
  if (/^[a-z0-9*?-]+(\.[a-z0-9*?-]+)*\.(amazonaws\.com(\.cn)?|\*)$/.test(text)) {
    return /^\*+\.(amazonaws\.com(\.cn)?|\*)$/.test(text) ? everybody(text, id) : null;
  }
  const whole = /^[a-z0-9-]+$/.test(text) ? `${text}.amazonaws.com` : null;
  return wrong(`expected an AWS service such as \`autoscaling.amazonaws.com\`, got \`${text}\``, whole);
}

function isAnything(text: string): boolean {
  return /^[*?/]*\*[*?/]*$/.test(text);
}

function everybody(text: string, id: string): Wrong {
  return wrong(`\`${text}\` is everybody, so \`${id}\` would trust each of them: name those that are meant`);
}

function wrong(message: string, suggestion: string | null = null): Wrong {
  return { message, suggestion };
}
