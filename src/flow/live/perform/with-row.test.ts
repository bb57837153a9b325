import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import type { EntryBody } from '../../../core/ledger/entry-body.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { newAction } from '../orders/new-action.ts';
import { plain } from './action-entries.ts';
import { withRow } from './with-row.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const intent = intentOf([close(ssh)]);
const on = { action: intent.action, site: intent.site, group: 'sg-web' } as const;
const pending: Ec2Order = { ...on, call: 'revoke', role: 'revoke', direction: 'ingress', ids: ['sgr-1'] };
const row = { ...newAction(intent, [ssh], 1), attempt: 1, pending };

function told(body: object): object {
  return withRow({ at: 1, key: 'k', fence: 1, body: body as EntryBody }, row).body;
}

describe('an entry about an action', () => {
  const { image: _image, pending: _pending, ...rest } = row;

  it('that says what it came to tells how far the action is, with the call that is still out', () => {
    const body = { kind: 'outcome', action: intent.action, state: 'later' };
    expect(told(body)).toEqual({ ...body, row: plain({ ...rest, pending }) });
  });

  it('that announces a call tells how far the action is: the call that is out is the one announced', () => {
    const body = { kind: 'acting', action: intent.action, call: 'revoke' };
    expect(told(body)).toEqual({ ...body, row: plain(rest) });
  });
});

it('what is written beside in one commit, like what a read showed, tells nothing of the action', () => {
  const body = { kind: 'observed', group: 'sg-web' };
  expect(told(body)).toEqual(body);
});
