import { describe, expect, it } from 'vitest';
import { joinPlaces } from './join-places.ts';
import { judgeTrails, type TrailSeen } from './judge-trails.ts';
import { type FieldSelector, trailScope } from './trail-scope.ts';

const trail: TrailSeen = {
  ...{ name: 'management', arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/management', home: 'eu-west-1' },
  ...{ logging: true, keeps: 'all', undelivered: null },
};
const judge = (...trails: readonly TrailSeen[]) => judgeTrails({ region: 'us-east-1', needed: true }, trails);

describe('trails of a region', () => {
  it('R143: one that is on and keeps writes will do; without any, the commands that make one are told', () => {
    expect(judge(trail).health).toBe('well');
    expect(judge({ ...trail, keeps: 'writes' }).health).toBe('well');
    expect(judge()).toMatchObject({ health: 'ill', found: 'none' });
    expect(judge().fix.join('\n')).toMatch(
      /create-trail .*--is-multi-region-trail --region us-east-1\n.*start-logging/,
    );
  });

  it('R143: one that is off, or keeps reads alone, makes the rule of EventBridge silent, and says how that is mended', () => {
    expect(judge({ ...trail, logging: false })).toMatchObject({
      ...{ health: 'ill', found: '`management`, which is switched off' },
      fix: [`aws cloudtrail start-logging --name ${trail.arn} --region eu-west-1`],
    });
    for (const keeps of ['reads', 'none'] as const)
      expect(judge({ ...trail, keeps }).fix[0]).toContain('put-event-selectors');
    expect(judge({ ...trail, keeps: 'none' }, trail).health).toBe('well');
  });

  it('one of another account that cannot be looked into is not called wrong, nor is one whose files do not arrive', () => {
    expect(judge({ ...trail, logging: null, keeps: null })).toMatchObject({ health: 'unclear' });
    expect(judge({ ...trail, undelivered: 'NoSuchBucket' }).found).toContain('do not arrive: NoSuchBucket');
  });

  it('is no fault where nothing that was set up lives by trails', () => {
    const alone = judgeTrails({ region: 'us-east-1', needed: false }, []);
    expect(alone).toMatchObject({ health: 'unclear', found: expect.stringContaining('`scan aws` works without') });
  });

  it('what is the same in many regions is said once', () => {
    const placed = ['a', 'b', 'c', 'd', 'e'].map((place) => ({ place, diagnosis: judge(trail) }));
    expect(joinPlaces(placed).map(({ about }) => about)).toEqual(['trail in a, b, c and 2 more']);
    expect(joinPlaces([...placed, { place: 'f', diagnosis: judge() }])).toHaveLength(2);
  });
});

describe('what selectors let through', () => {
  const management = { Field: 'eventCategory', Equals: ['Management'] };

  it('a trail keeps all management events unless told otherwise', () => {
    expect(trailScope({})).toBe('all');
    expect(trailScope({ EventSelectors: [{}] })).toBe('all');
    expect(trailScope({ EventSelectors: [{ ReadWriteType: 'WriteOnly' }] })).toBe('writes');
    expect(trailScope({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] })).toBe('reads');
    expect(trailScope({ EventSelectors: [{ IncludeManagementEvents: false }] })).toBe('none');
  });

  it('advanced selectors must name them, and may leave reads or EC2 out', () => {
    const of = (...FieldSelectors: readonly FieldSelector[]) =>
      trailScope({ AdvancedEventSelectors: [{ FieldSelectors }] });
    expect(of(management)).toBe('all');
    expect(of(management, { Field: 'readOnly', Equals: ['false'] })).toBe('writes');
    expect(of(management, { Field: 'readOnly', Equals: ['true'] })).toBe('reads');
    expect(of(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })).toBe('all');
    expect(of(management, { Field: 'eventSource', NotEquals: ['ec2.amazonaws.com'] })).toBe('none');
    expect(of({ Field: 'eventCategory', Equals: ['Data'] })).toBe('none');
  });
});
