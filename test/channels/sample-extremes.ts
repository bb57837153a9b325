import type { Alert } from '../../src/core/alert/alert.ts';
import { after, openAlert, revertedAlert } from './sample-incidents.ts';

/** A marked drill, as an opening looks. */
export const drillAlert: Alert = {
  ...revertedAlert,
  id: 'msg_dr1ll0000000',
  key: 'portcullis:drill/drl_1',
  kind: 'drill',
  headline: 'DRILL: 192.0.2.0/24 (documentation) could reach tcp 22 (ssh) on canary',
  people: [],
};

/** Texts that somebody chose to harm who reads them, with what is harmful in no plain text already gone. */
export const hostileAlert: Alert = {
  ...openAlert,
  id: 'msg_h05t1l300000',
  headline: 'Internet can reach ssh on <!channel> <https://192.0.2.1|click> *bold* `code`',
  facts: [
    { label: 'What', lines: ['+ tcp 22 (ssh) from 0.0.0.0/0, "<script>window.pwned=1</script>"'] },
    {
      label: 'On',
      lines: ['</pre><img src=x onerror="window.pwned=1"> (sg-0a1b2c3d4e5f60718)', '&lt;b&gt; &amp; [a](javascript:x)'],
    },
    {
      label: 'Who',
      lines: [
        '@here @alice <@U012345> via console, mail@example.com https://192.0.2.1/x',
        '=HYPERLINK("https://192.0.2.1","x")',
      ],
    },
    { label: 'Verdict', lines: ['critical: no-admin-from-internet', '"```\\x1b[31m``` ~x~ _y_ > z # h"'] },
    { label: 'Done', lines: ['tag name=gnp.\\u{202e}gnp.exe, a&b<c>d"e\'f'] },
  ],
  place: { ...revertedAlert.place!, name: '<!channel> <https://192.0.2.1|click> *bold* `code`', owner: '<!here>' },
  who: '<@U012345> *alice* via console',
  history: [{ at: after(200), say: 'acknowledged by <!everyone>: "see [this](javascript:x)"' }],
  people: [{ as: 'owner', name: '<!here> & <b>', slack: null, mail: null }],
};

/** As long as an alert gets. */
export const longestAlert: Alert = {
  ...openAlert,
  id: 'msg_l0ng35t00000',
  key: `portcullis:${'k'.repeat(244)}`,
  headline: `${'Everything '.repeat(13)}is open`.slice(0, 149).concat('…'),
  status: `${'OPEN '.repeat(39)}now`.slice(0, 199).concat('…'),
  facts: ['What', 'On', 'Who', 'Verdict', 'Done'].map((label) => ({
    label,
    lines: [...Array(12).keys()].map((n) => `${label} ${n} ${'<&é漢😀> '.repeat(36)}…`),
  })),
  short: `${'x'.repeat(39)}…`,
  history: [...Array(100).keys()].map((n) => ({ at: after(n), say: `step ${n} ${'y'.repeat(180)}` })),
};
