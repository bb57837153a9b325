import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/apps/live/system-clock.ts';
import { openCanary } from '../../../src/apps/server/open-canary.ts';
import type { ServerTelling } from '../../../src/apps/server/run-server.ts';
import type { Delivered, Delivery } from '../../../src/contracts/channel.ts';
import type { Store } from '../../../src/contracts/store.ts';
import { brokenLink } from '../../../src/core/plan/drill/drill-link.ts';
import { type Drilled, defaultDrillSettings } from '../../../src/flow/drill/drill-parts.ts';
import { runDrill } from '../../../src/flow/drill/run-drill.ts';
import { defaultDeliverySettings } from '../../../src/flow/live/post/deliver-parts.ts';
import { defaultHearSettings } from '../../../src/flow/live/post/hear-parts.ts';
import { wordMessage } from '../../../src/flow/live/post/word-message.ts';
import { readPolicyFiles } from '../../../src/settings/policy-file.ts';
import { offsetOf } from '../../../src/settings/zone-offset.ts';
import { withMoto } from '../with-moto.ts';
import { nextSecond } from './next-second.ts';
import { anywhere, openStage, region, type Stage, site, tcp } from './stage.ts';
import { roles, startWatching, type Watching } from './watching.ts';

const file = join(import.meta.dirname, 'drill.yaml');
const { policy } = readPolicyFiles([file], 'none');

await withMoto((moto) => {
  let [stage, watching, canary] = [null as unknown as Stage, null as unknown as Watching, ''];
  let answer: (delivery: Delivery) => Delivered = () => ({ kind: 'done', ref: 'r' });
  const told: Delivery[] = [];

  const telling = (store: Store): ServerTelling => ({
    channels: {
      isAny: () => true,
      names: () => ['slack.secops'],
      reach: () => ({
        ...{ kind: 'reached', fallback: null, every: 0 },
        channel: {
          ...{ memory: 'edits', takes: ['first', 'update', 'again'] },
          deliver: async (delivery) => {
            told.push(delivery);
            return answer(delivery);
          },
        },
      }),
      close: () => {},
    },
    ...{ offsetOf, post: defaultHearSettings, delivery: defaultDeliverySettings },
    word: (row) => wordMessage({ store, clock: systemClock, directory: () => policy!.directory, ledger: null }, row),
  });

  beforeAll(async () => {
    stage = await openStage(moto());
    canary = await stage.group('portcullis-canary', { 'portcullis:canary': 'yes', env: 'prod' });
    await stage.alice.does('AuthorizeSecurityGroupIngress', { GroupId: canary, IpPermissions: [tcp(443, anywhere)] });
    watching = await startWatching(stage, { policy: file, telling });
    await nextSecond();
  });
  afterAll(async () => {
    await watching?.stop();
    await stage?.stop();
  });

  async function drills(settings = {}, group: string | null = null): Promise<Drilled> {
    const accounts = [{ ...roles, externalId: null }];
    const opened = openCanary({ accounts, drill: null }, { home: region, clock: systemClock });
    try {
      const done = await runDrill(
        {
          ...{ store: watching.store, clock: systemClock, canary: opened.canary, policy: () => policy!, acting: true },
          settings: { ...defaultDrillSettings, record: 60_000, tell: 60_000, act: 120_000, ...settings },
        },
        { site, group },
      );
      if ('kind' in done) throw new Error(done.why);
      return done;
    } finally {
      opened.close();
    }
  }

  const saidOf = ({ links }: Drilled) => links.map(({ hop, state }) => `${hop} ${state}`);

  describe('a drill on moto', () => {
    it('R151, R153, R154, R155: goes every hop over real sockets, and leaves the canary as it was', async () => {
      const done = await drills();
      for (const { after, hop } of done.links) process.stderr.write(`  ${hop.padEnd(9)} ${after ?? '-'} ms\n`);
      expect(saidOf(done)).toEqual([
        ...['ready passed', 'made passed', 'recorded passed', 'decided passed', 'told passed', 'reverted passed'],
        ...['verified passed', 'kept passed', 'cleaned passed', 'written passed'],
      ]);
      expect(await stage.standing(canary)).toEqual([`tcp/443 ${anywhere}`]);
      expect(told[0]!.alert).toMatchObject({ kind: 'drill', headline: expect.stringMatching(/^DRILL: /) });
    });

    it('R152: names the record that does not come, and takes its rule away', async () => {
      const { release } = stage.holds();
      const done = await drills({ record: 3_000 });
      release();
      expect(brokenLink(done.links)).toMatchObject({ hop: 'recorded' });
      expect(await stage.standing(canary)).toEqual([`tcp/443 ${anywhere}`]);
    });

    it('R152: names the channel that refuses', async () => {
      answer = () => ({ kind: 'refused', why: 'no such webhook', whole: true });
      const done = await drills();
      answer = () => ({ kind: 'done', ref: 'r' });
      expect(brokenLink(done.links)).toMatchObject({ hop: 'told', on: 'slack.secops' });
      expect(await stage.standing(canary)).toEqual([`tcp/443 ${anywhere}`]);
    });

    it('R152: names the role that may not', async () => {
      stage.edge.meddles = ({ action, caller }) =>
        action === 'RevokeSecurityGroupIngress' && String(caller.identity.arn).includes('PortcullisRevoke')
          ? { status: 403, xml: unauthorized }
          : null;
      const done = await drills();
      stage.edge.meddles = () => null;
      expect(brokenLink(done.links)).toMatchObject({ hop: 'reverted' });
      expect(await stage.standing(canary)).toEqual([`tcp/443 ${anywhere}`]);
    });

    it('R155: is refused on a group that nobody tagged', async () => {
      const other = await stage.group('other');
      expect(brokenLink((await drills({}, other)).links)).toMatchObject({ hop: 'ready' });
    });
  });
});

const unauthorized =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation.</Message></Error></Errors><RequestID>r</RequestID></Response>';
