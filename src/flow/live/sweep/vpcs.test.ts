import { describe, expect, test } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { strict } from '../../../../test/flow/watch-stage.ts';

const milder = judgingBy({
  checks: { ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'critical' } } },
  adjust: { unexposed: { when: { exposed: [false] }, by: -1 } },
  safety: strict.policy.safety,
});

/** A stage that was swept once, with the way a gateway comes to its first VPC. */
async function swept() {
  const stage = new SweepStage();
  stage.judging = milder;
  const web = stage.group();
  await stage.hears();
  await stage.sweeps();
  const VpcId = stage.model.state.groups.get(web)!.vpc;
  const attach = () => {
    const before = stage.records.length;
    const { InternetGatewayId } = stage.does('CreateInternetGateway', {}).InternetGateway;
    stage.does('AttachInternetGateway', { InternetGatewayId, VpcId });
    stage.records.splice(before);
    return InternetGatewayId;
  };
  return { stage, web, VpcId, attach };
}

/** How bad each opening that a record tells is. */
const severities = async (stage: SweepStage) =>
  (await stage.decisions()).flatMap(({ verdict, records }) =>
    verdict!.ruling === 'breach' && records.length > 0 ? [verdict!.severity] : [],
  );

describe('a sweep that looks at VPCs', () => {
  test('R37: what opens in a VPC without a way in is recorded, milder, until a sweep finds a gateway', async () => {
    const { stage, web, attach } = await swept();
    stage.opens(web, 22);
    await stage.hears();
    expect(await severities(stage)).toEqual(['high']);
    attach();
    await stage.sweeps();
    stage.opens(stage.group('db'), 22);
    await stage.hears();
    expect(await severities(stage)).toEqual(['high', 'critical']);
  });

  test('R37: a group that nothing changed for is judged again when its VPC gets a gateway', async () => {
    const { stage, web, attach } = await swept();
    stage.opens(web, 22);
    await stage.hears();
    await stage.sweeps();
    const standing = async () => (await stage.rows('violation')).map(({ severity }) => severity);
    expect(await standing()).toEqual(['high']);
    attach();
    await stage.sweeps();
    expect(await standing()).toEqual(['critical']);
  });

  test('R37: a VPC is told once, and again only when it is another; tables come back from the entries', async () => {
    const { stage, VpcId, attach } = await swept();
    const looks = async () => (await stage.rows('evidence')).filter(({ kind }) => kind === 'observed-vpc');
    const vpcs = stage.model.state.vpcs.size;
    expect(await looks()).toHaveLength(vpcs);
    await stage.sweeps();
    expect(await looks()).toHaveLength(vpcs);
    const gateway = attach();
    await stage.sweeps();
    expect((await looks()).filter((each) => each.kind === 'observed-vpc' && each.vpc?.id === VpcId)).toMatchObject([
      { vpc: { internetGateway: null } },
      { vpc: { internetGateway: gateway } },
    ]);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R37: where gateways may not be looked at any more, nothing counts as without a way in', async () => {
    const { stage, web } = await swept();
    const parts = stage.parts();
    const gatherer: typeof parts.gatherer = {
      ...parts.gatherer,
      perimeter: async (site) => {
        const looked = await parts.gatherer.perimeter(site);
        if (looked.kind === 'failed') return looked;
        const { vpcs: _, ...found } = looked.found;
        return { ...looked, found };
      },
    };
    await stage.sweeps({ gatherer });
    stage.opens(web, 22);
    await stage.hears();
    expect(await severities(stage)).toEqual(['critical']);
  });
});
