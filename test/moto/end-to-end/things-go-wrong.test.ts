import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withMoto } from '../with-moto.ts';
import { type EdgeCall, errorXml, type Instead, type Made } from './edge.ts';
import { anywhere, openStage, region, type Stage, tcp } from './stage.ts';
import { isOurs } from './timing.ts';
import { startWatching, until, type Watching } from './watching.ts';

await withMoto((moto) => {
  let [stage, watching] = [null as unknown as Stage, null as unknown as Watching];
  const about = (on: string) => (made: Made) => JSON.stringify(made.record).includes(on);
  const isProduct = ({ headers }: EdgeCall) => /app\/portcullis/.test(String(headers['user-agent']));

  beforeAll(async () => {
    stage = await openStage(moto());
    watching = await startWatching(stage);
  });
  afterAll(async () => {
    await watching?.stop();
    await stage?.stop();
  });

  const opens = async (name: string): Promise<string> => {
    const GroupId = await stage.group(name);
    await stage.alice.does('AuthorizeSecurityGroupIngress', {
      ...{ GroupId, IpPermissions: [tcp(22, anywhere), tcp(443, anywhere)] },
    });
    return GroupId;
  };
  const ended = (group: string) =>
    until(async () => (await watching.actions(group)).find(({ endedAt }) => endedAt !== null));
  const decidedOnce = async (group: string) => {
    const found = (await watching.decisions(group)).filter(
      // A look may have shown the same before, as nobody's.
      ({ verdict, origin }) => verdict?.ruling === 'breach' && origin === 'record',
    );
    expect(found.map(({ call, own }) => [call.name, own])).toEqual([['AuthorizeSecurityGroupIngress', undefined]]);
  };
  const closedBy = (group: string) =>
    stage.edge.made.filter(
      (made) => about(group)(made) && isOurs(made.call.caller.identity.arn) && made.status === 200,
    );
  /** Meddles with some calls so often. */
  const times = (count: number, of: (call: EdgeCall) => boolean, instead: Instead) => {
    let left = count;
    stage.edge.meddles = (call) => (isProduct(call) && of(call) && left-- > 0 ? instead : null);
  };
  const isRevoke = ({ action }: EdgeCall) => action === 'RevokeSecurityGroupIngress';

  describe('what happened is kept and judged once, whatever goes wrong around it', () => {
    it('R32: throttled three times, it waits and goes on', async () => {
      times(3, ({ service }) => service === 'ec2', {
        status: 503,
        xml: errorXml('RequestLimitExceeded', 'Request limit exceeded.'),
      });
      const group = await opens('throttled');
      expect(await ended(group)).toMatchObject({ state: 'verified' });
      expect(await stage.standing(group)).toEqual([`tcp/443 ${anywhere}`]);
      expect(closedBy(group).length).toBe(1);
      await decidedOnce(group);
    });

    it('R82: credentials that have expired are renewed, and the call is made once', async () => {
      times(1, isRevoke, {
        status: 400,
        xml: errorXml('ExpiredToken', 'The security token included in the request is expired'),
      });
      const group = await opens('expired');
      expect(await ended(group)).toMatchObject({ state: 'verified' });
      expect(await stage.standing(group)).toEqual([`tcp/443 ${anywhere}`]);
      expect(closedBy(group).length).toBe(1);
      await decidedOnce(group);
    });

    it('R82: a role that is missing is told with what to do, and nothing is claimed', async () => {
      const denied = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>`;
      const isRole = ({ action, form }: EdgeCall) =>
        action === 'AssumeRole' && /PortcullisRevoke$/.test(form.get('RoleArn') ?? '');
      times(1000, isRole, { status: 403, xml: denied });
      const group = await opens('roleless');
      const action = await ended(group);
      expect(action.state).toBe('failed');
      console.log(`a missing role: ${action.why}`);
      expect(action.why).toMatch(/PortcullisRevoke.*(the role must exist|trust policy)/s);
      expect(await stage.standing(group)).toEqual([`tcp/22 ${anywhere}`, `tcp/443 ${anywhere}`]);
      await decidedOnce(group);
      expect(watching.lines().some(({ event, fields }) => event === 'action' && fields.state === 'failed')).toBe(true);
      stage.edge.meddles = () => null;
    });

    it('R82: while our clock is ten minutes off nothing is done and it is said; when it is right the rule goes', async () => {
      stage.edge.meddles = () => null;
      const { held, release } = stage.holds();
      const group = await opens('skewed');
      release();
      stage.edge.off = -600_000;
      for (const each of held) await stage.sends(each.event);
      const told = await until(async () => watching.lines().find(({ event }) => event === 'clock'));
      console.log(`a wrong clock: ${told.message}`);
      expect(told.message).toMatch(/10 minutes ahead of the one of AWS: set it by NTP/);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(await watching.decisions(group)).not.toEqual([]);
      expect(closedBy(group)).toEqual([]);
      stage.edge.off = 0;
      await stage.group('anything');
      expect(await ended(group)).toMatchObject({ state: 'verified' });
      expect(closedBy(group).length).toBe(1);
      await decidedOnce(group);
      expect(
        watching
          .lines()
          .map(({ message }) => message)
          .join('\n'),
      ).toMatch(/is right again/);
    });

    it('BM-10: one message fifty times, in a queue that hides nothing, is one decision and one call', async () => {
      const { held, release } = stage.holds();
      const group = await opens('stormed');
      release();
      const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
      const sqs = new SQSClient({ region, endpoint: moto().endpoint, credentials });
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: stage.queue, Attributes: { VisibilityTimeout: '0' } }));
      for (let n = 0; n < 50; n++) for (const each of held) await stage.sends(each.event);
      expect(await ended(group)).toMatchObject({ state: 'verified' });
      await until(async () => (await stage.waiting()) === 0);
      expect(closedBy(group).length).toBe(1);
      await decidedOnce(group);
      sqs.destroy();
    });
  });
});
