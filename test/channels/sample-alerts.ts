import type { Alert } from '../../src/core/alert/alert.ts';
import { drillAlert, hostileAlert, longestAlert } from './sample-extremes.ts';
import {
  acknowledgedAlert,
  askedAlert,
  attemptsAlert,
  openAlert,
  restoredAlert,
  revertedAlert,
  shadowAlert,
} from './sample-incidents.ts';
import { collapsedAlert, digestAlert, gapAlert, impostorAlert, quietDigestAlert, testAlert } from './sample-reports.ts';

export { drillAlert, hostileAlert, longestAlert } from './sample-extremes.ts';
export {
  acknowledgedAlert,
  askedAlert,
  attemptsAlert,
  openAlert,
  restoredAlert,
  revertedAlert,
  sampleStart,
  shadowAlert,
} from './sample-incidents.ts';
export { collapsedAlert, digestAlert, gapAlert, impostorAlert, quietDigestAlert, testAlert } from './sample-reports.ts';

/** All of them by name. */
export const sampleAlerts: Readonly<Record<string, Alert>> = {
  reverted: revertedAlert,
  open: openAlert,
  acknowledged: acknowledgedAlert,
  asked: askedAlert,
  restored: restoredAlert,
  shadow: shadowAlert,
  attempts: attemptsAlert,
  collapsed: collapsedAlert,
  digest: digestAlert,
  quietDigest: quietDigestAlert,
  gap: gapAlert,
  impostor: impostorAlert,
  test: testAlert,
  drill: drillAlert,
  hostile: hostileAlert,
  longest: longestAlert,
};
