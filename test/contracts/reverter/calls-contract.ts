import { describe, expect } from 'vitest';
import type { Ec2Order } from '../../../src/core/plan/act/ec2-order.ts';
import { testsOn } from '../contract-test.ts';
import {
  type Abilities,
  does,
  type Ec2Bench,
  found,
  ingress,
  type MakeBench,
  newGroup,
  onlyRule,
  opens,
  tcp,
} from '../ec2-bench.ts';
import { order, performs, restores, revokes, rewrites, tries } from './orders.ts';

const office = '192.0.2.0/24';

/** What holds of every call, whatever it is: its session, its role, dry runs, lost answers. */
export function callsContract(make: MakeBench, can: Abilities): void {
  const it = testsOn(can);
  describe('every call of ours', () => {
    it('is made by a role of its kind, in a session that names the action', async () => {
      const bench = await make();
      const { reverter, site } = bench;
      const [revoke, restore] = (['revoke', 'restore'] as const).map((role) =>
        reverter.session({ site, action: 'act_0123456789abcdef', role }),
      );
      for (const { role, name } of [revoke!, restore!]) {
        expect(role).toMatch(new RegExp(`^arn:aws[a-z-]*:iam::${site.account}:role/`));
        expect(name).toBe('portcullis-act_0123456789abcdef');
        expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
      }
      expect(revoke!.role).not.toBe(restore!.role);
    });

    it('dry would come through and changes nothing', async () => {
      const bench = await make();
      const { id, orders } = await everyOrder(bench);
      const before = found(await bench.gatherer.perimeter(bench.site));
      for (const each of orders) expect([each.call, await tries(bench, each)]).toEqual([each.call, { kind: 'would' }]);
      const after = found(await bench.gatherer.perimeter(bench.site));
      expect({ ...after, takenAt: 0 }).toEqual({ ...before, takenAt: 0 });
      expect(await ingress(bench, id)).toHaveLength(1);
    });

    it('dry is not asked for what would not be sent in earnest', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      await opens(bench, id, tcp(22, office));
      const rule = await onlyRule(bench, id);
      const strange = restores(bench, id, [{ ...rule, ports: [1, 2] }], [rule]);
      expect(await tries(bench, strange)).toMatchObject({ kind: 'failed', failure: 'unsure-tuple' });
    });

    if (can.roles) {
      it('in the other role is denied, dry and in earnest', async () => {
        const bench = await make();
        const { orders } = await everyOrder(bench);
        const before = found(await bench.gatherer.perimeter(bench.site));
        for (const each of orders) {
          const wrong = { ...each, role: each.role === 'revoke' ? 'restore' : 'revoke' } as unknown as Ec2Order;
          const denied = { kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation' };
          expect([each.call, await tries(bench, wrong)]).toEqual([each.call, expect.objectContaining(denied)]);
          expect([each.call, await performs(bench, wrong)]).toEqual([each.call, expect.objectContaining(denied)]);
        }
        const after = found(await bench.gatherer.perimeter(bench.site));
        expect({ ...after, takenAt: 0 }).toEqual({ ...before, takenAt: 0 });
      });
    }

    if (can.lose) {
      it('whose answer is lost may have happened, and says so', async () => {
        const bench = await make();
        const id = await newGroup(bench, 'web');
        const [ssh] = await opens(bench, id, tcp(22, office));
        bench.lose('lost');
        expect(await performs(bench, revokes(bench, id, [ssh!]))).toMatchObject({
          ...{ kind: 'failed', failure: 'maybe', code: null },
        });
        expect(await ingress(bench, id)).toEqual([]);
        expect(await performs(bench, revokes(bench, id, [ssh!]))).toMatchObject({ failure: 'absent' });
      });

      it('that never left cannot have happened, and says so', async () => {
        const bench = await make();
        const id = await newGroup(bench, 'web');
        const [ssh] = await opens(bench, id, tcp(22, office));
        bench.lose('unsent');
        expect(await performs(bench, revokes(bench, id, [ssh!]))).toMatchObject({ failure: 'transient', code: null });
        expect(await ingress(bench, id)).toHaveLength(1);
      });

      it('dry leaves no doubt when its answer is lost', async () => {
        const bench = await make();
        const id = await newGroup(bench, 'web');
        const [ssh] = await opens(bench, id, tcp(22, office));
        bench.lose('lost');
        expect(await tries(bench, revokes(bench, id, [ssh!]))).toMatchObject({ failure: 'transient' });
      });
    }
  });
}

/** One order of each kind, all of which would come through. */
async function everyOrder(bench: Ec2Bench): Promise<{ readonly id: string; readonly orders: readonly Ec2Order[] }> {
  const id = await newGroup(bench, 'web');
  await opens(bench, id, tcp(22, office));
  const rule = await onlyRule(bench, id);
  const asked = { PrefixListName: 'partners', MaxEntries: 10, AddressFamily: 'IPv4', Entries: [{ Cidr: office }] };
  const list = (await does(bench, 'CreateManagedPrefixList', asked)).PrefixList.PrefixListId;
  const card = await does(bench, 'CreateNetworkInterface', { SubnetId: bench.plain.subnet, Groups: [id] });
  const restore = { role: 'restore' } as const;
  const orders = [
    revokes(bench, id, [rule.id!]),
    restores(bench, id, [{ ...rule, ports: [23, 23] }]),
    rewrites(bench, id, [{ ...rule, ports: [23, 23] }]),
    order<'edit-list'>(bench, { call: 'edit-list', ...restore, list, version: 1, add: [], remove: [office] }),
    order<'set-groups'>(bench, {
      ...{ call: 'set-groups', ...restore, interface: card.NetworkInterface.NetworkInterfaceId, groups: [id] },
    }),
    order<'set-tags'>(bench, { call: 'set-tags', ...restore, resource: id, set: { a: 'b' }, remove: ['c'] }),
  ];
  return { id, orders };
}
