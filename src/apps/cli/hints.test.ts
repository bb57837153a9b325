import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authorize, create, portcullis, writeArchive } from '../../../test/end-to-end/small-archive.ts';
import { archiveWords, readingWords } from './hints.ts';

const shop = 'sg-0123456789abcdef0';
const archive = writeArchive([
  create(shop, 'shop', { at: '2026-03-01T08:00:00Z' }),
  authorize(shop, 'sgr-01', 22, '0.0.0.0/0', { at: '2026-03-03T09:14:07Z', user: 'bob' }),
]);
const folder = mkdtempSync(join(tmpdir(), 'portcullis-hints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policy = join(folder, 'own policy.yaml');
writeFileSync(
  policy,
  `version: 1
checks:
  no-ssh:
    say: Ssh is not open to the Internet
    when: { gained: { direction: [ingress], peers: [internet], ports: [tcp/22] } }
    severity: { else: critical }
    respond: { else: [none] }
`,
);
const snapshot = join(folder, 'snapshot.json');
const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const group = { GroupId: shop, GroupName: 'shop', OwnerId: '111122223333', VpcId: 'vpc-1', IpPermissions: [rule] };
writeFileSync(
  snapshot,
  JSON.stringify({
    takenAt: '2026-03-08T00:00:00Z',
    region: 'eu-west-1',
    SecurityGroups: [{ ...group, IpPermissionsEgress: [] }],
  }),
);

/** The commands at the end of an answer, as a shell would split them. */
function typed(out: string): readonly (readonly string[])[] {
  const lines = out.slice(out.indexOf('Next  ')).split('\n');
  const commands = lines.flatMap((line) => /^(?:Next)? +portcullis (.*?)(?: {3}.*)?$/.exec(line)?.[1] ?? []);
  return commands.map((command) =>
    [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!),
  );
}

describe('hints', () => {
  it.each([
    ['scan', [archive, '--policy', policy, '--no-cache'], 3],
    ['scan', [archive, '--no-policy', '--no-cache'], 3],
    ['explain', ['chg_', archive, '--policy', policy, '--no-cache'], 2],
    ['exposed', [archive, '--policy', policy, '--no-cache'], 2],
    ['exposed', [archive, '--no-policy', '--no-cache'], 2],
    ['adopt', [snapshot, '--policy', policy, '--out', join(folder, 'backlog.json')], 2],
    ['backtest', [policy, '--against', archive, '--snapshot', snapshot, '--no-cache'], 2],
  ] as const)('the commands that `%s` tells to type work: %j', async (verb, args, count) => {
    const first = await portcullis(['scan', archive, '--no-policy', '--no-cache']);
    const id = /chg_[a-z2-7]{4,}/.exec(first.out)![0];
    const { out } = await portcullis([verb, ...args.map((each) => (each === 'chg_' ? id : each))]);
    const commands = typed(out);
    expect(commands).toHaveLength(count);
    for (const command of commands) {
      const answer = await portcullis(command);
      expect([command.join(' '), answer.err, answer.code === 1]).toEqual([command.join(' '), '', false]);
      expect(answer.out).not.toBe('');
    }
  });

  it('a backtest is repeated with its own archive, not with the bundled one', async () => {
    const { out } = await portcullis(['backtest', policy, '--against', archive, '--no-cache']);
    expect(typed(out)[0]).toEqual(['backtest', policy, '--against', archive, '--rows', 'check.no-ssh']);
  });

  it('no hint holds a placeholder that a shell would take for a redirection into the archive', async () => {
    const { out } = await portcullis(['backtest', policy, '--against', archive, '--no-cache']);
    expect(out).not.toMatch(/[<>]/);
  });

  it('policy and `--no-policy` are repeated for verbs that judge, and for no other', () => {
    expect(archiveWords(['a b'], { snapshot: 's.json', policy: ['p.yaml', 'q.yaml'] })).toBe(
      "'a b' --snapshot s.json --policy p.yaml --policy q.yaml",
    );
    expect(archiveWords(['a'], { policy: false })).toBe('a --no-policy');
    expect(readingWords(['a'], { snapshot: 's.json' })).toBe('a --snapshot s.json');
  });
});
