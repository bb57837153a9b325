import { describe, expect, it } from 'vitest';
import {
  acknowledgedAlert,
  digestAlert,
  drillAlert,
  gapAlert,
  impostorAlert,
  openAlert,
  revertedAlert,
  testAlert,
} from '../../../test/channels/sample-alerts.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { planCalls } from './plan-calls.ts';

const first = (alert: Alert) => planCalls({ alert, what: 'first', repeated: false });
const update = (alert: Alert) => planCalls({ alert, what: 'update', repeated: false });
const again = (alert: Alert) => planCalls({ alert, what: 'again', repeated: false });
const accepted: Alert = { ...openAlert, state: 'accepted' };

describe('which calls PagerDuty gets', () => {
  it('R69: what stands open opens an alert, and so does what waits or is being acted upon', () => {
    for (const state of ['open', 'waiting', 'acting'] as const)
      expect(first({ ...openAlert, state })).toEqual(['trigger']);
  });

  it('R69, R94: what is closed or accepted resolves the alert, and nothing else does', () => {
    expect(update(revertedAlert)).toEqual(['resolve']);
    expect(update(accepted)).toEqual(['resolve']);
    for (const state of ['open', 'waiting', 'acting', 'acknowledged', 'told'] as const)
      for (const what of ['first', 'update', 'again'] as const)
        expect(planCalls({ alert: { ...openAlert, state }, what, repeated: true })).not.toContain('resolve');
  });

  it('R69: who acknowledged it here has acknowledged it there, also where PagerDuty never heard of it', () => {
    expect(update(acknowledgedAlert)).toEqual(['acknowledge']);
    expect(first(acknowledgedAlert)).toEqual(['trigger', 'acknowledge']);
    expect(again(acknowledgedAlert)).toEqual(['trigger']);
  });

  it('what was reverted and verified before anybody was told pages nobody', () => {
    expect(first(revertedAlert)).toEqual(['change']);
    expect(first(accepted)).toEqual(['change']);
  });

  it('what an attempt that nobody answered may have opened is resolved, if all is over by the next', () => {
    expect(planCalls({ alert: revertedAlert, what: 'first', repeated: true })).toEqual(['change', 'resolve']);
  });

  it('what was reverted at once is paged all the same where who did it is to be looked at', () => {
    expect(first({ ...revertedAlert, suspicious: true })).toEqual(['trigger']);
  });

  it('what was closed and stands open again opens an alert again', () => {
    expect(update(openAlert)).toEqual(['trigger']);
    expect(again(openAlert)).toEqual(['trigger']);
  });

  it('R151: digests, drills and mild notices are change events; a gap or an impostor pages', () => {
    expect(first(digestAlert)).toEqual(['change']);
    expect(first(drillAlert)).toEqual(['change']);
    expect(first({ ...gapAlert, severity: 'low' })).toEqual(['change']);
    expect(first(gapAlert)).toEqual(['trigger']);
    expect(first(impostorAlert)).toEqual(['trigger']);
    expect(update(digestAlert)).toEqual([]);
    expect(update(impostorAlert)).toEqual([]);
  });

  it('R151: a test opens an alert and resolves it at once', () => {
    expect(first(testAlert)).toEqual(['trigger', 'resolve']);
    expect(update(testAlert)).toEqual([]);
  });
});
