import { expect, test } from 'vitest';
import type { Attached } from '../core/change/change.ts';
import type { Interface, Perimeter } from '../core/group/group.ts';
import { readAttachments } from '../core/ledger/attachments.ts';
import { readRecord } from '../core/trail/read.ts';
import type { TrailRecord } from '../core/trail/record.ts';
import { AttachmentBook } from './attachment-book.ts';
import { noLooks } from './looks.ts';

const head = readRecord(
  {
    ...{ eventVersion: '1.11', eventID: '00000000-0000-4000-8000-000000000001', eventTime: '2026-01-31T09:00:00Z' },
    ...{ eventName: 'ModifyNetworkInterfaceAttribute', eventSource: 'ec2.amazonaws.com', awsRegion: 'eu-west-1' },
    ...{ recipientAccountId: '111122223333', userIdentity: { type: 'IAMUser', userName: 'alice' } },
  },
  { file: 'records.json', number: 1 },
  { source: 'file', receivedAt: null },
) as TrailRecord;

const put = (id: string, at: number, groups: readonly string[], more: Partial<Attached> = {}, call = head.call) => ({
  id: `chg_${id}_${at}`,
  change: {
    ...{ kind: 'attached', origin: 'record', ordinal: 0, record: { ...head, at, call } },
    ...{ on: { kind: 'interface', id, name: null, vpc: 'vpc-1' }, complete: true, latent: false },
    groups: groups.map((group) => ({ id: group, name: null })),
    ...more,
  } as Attached,
});

const shown = (
  id: string,
  groups: readonly string[],
  owner = 'i-01',
  publicAddress: string | null = null,
): Interface => ({
  ...{ id, vpc: 'vpc-1', groups, owner, publicAddress },
});

const snapshot = (takenAt: number, ...interfaces: readonly Interface[]): Perimeter => ({
  ...{ takenAt, groups: [], lists: [], interfaces },
  interfacesOf: [{ account: '111122223333', region: 'eu-west-1' }],
});

const web = { id: 'sg-1', account: '111122223333', region: 'eu-west-1' };

function bookOf(look: Perimeter | null, ...changes: readonly ReturnType<typeof put>[]): AttachmentBook {
  const book = new AttachmentBook(look);
  for (const [, own] of Map.groupBy(changes, (each) => each.change.on.id))
    for (const each of readAttachments(own)) book.note(each);
  return book;
}

test('R35: what a record tells holds from then on, and beats what a snapshot shows of another time', () => {
  const book = bookOf(snapshot(100, shown('eni-1', ['sg-1'])), put('eni-1', 50, ['sg-2']), put('eni-1', 60, ['sg-1']));
  expect(book.at(web, 55).attached).toMatchObject({ count: 0, otherTime: 100 });
  expect(book.at(web, 60).attached).toMatchObject({ kinds: ['ec2'], count: 1 });
  expect(book.at(web, 100).attached).toMatchObject({ count: 1, otherTime: null });
  expect(book.at(web, 200).attached).toMatchObject({ count: 1, otherTime: 100 });
});

test('R35: before the first record of a thing nobody knows what was on it, unless the record made it', () => {
  const unknown = bookOf(snapshot(100, shown('eni-1', ['sg-1'])), put('eni-1', 50, ['sg-1']));
  expect(unknown.at(web, 40).attached).toBe(null);
  const made = bookOf(
    snapshot(100, shown('eni-1', ['sg-1'])),
    put('eni-1', 50, ['sg-1'], {}, 'CreateNetworkInterface'),
  );
  expect(made.at(web, 40).attached).toMatchObject({ count: 0 });
});

test('R35: a snapshot counts at other times where no record lies between', () => {
  const book = bookOf(snapshot(100, shown('eni-1', ['sg-1'], 'RDSNetworkInterface')), put('eni-1', 150, ['sg-2']));
  expect(book.at(web, 10).attached).toMatchObject({ kinds: ['rds'], otherTime: 100 });
  expect(book.at(web, 160).attached).toMatchObject({ count: 0 });
  expect(bookOf(null).at(web, 10).attached).toBe(null);
  expect(bookOf(snapshot(100)).at({ ...web, region: 'us-east-1' }, 10).attached).toBe(null);
});

test('R35: without a look at all interfaces what records tell is the least', () => {
  const book = bookOf(null, put('rds:orders', 50, ['sg-1']));
  expect(book.at(web, 60).attached).toMatchObject({ kinds: ['rds'], count: 1, partly: true, otherTime: null });
  expect(book.at(web, 40).attached).toBe(null);
});

test('attempts, later launches and things without a name put nothing on anything', () => {
  const refused = { record: { ...head, at: 50, result: 'failed' as const } };
  const book = bookOf(
    snapshot(100),
    put('i-01', 50, ['sg-1'], refused),
    put('lt-01', 50, ['sg-1'], { latent: true }),
    put('eni-1', 50, ['sg-1'], { on: { kind: 'interface', id: null, name: null, vpc: null } }),
  );
  expect(book.at(web, 60).attached).toMatchObject({ count: 0 });
});

test('scenario 1: the other groups on each interface are told, each set of them once', () => {
  const book = bookOf(
    snapshot(100, shown('eni-1', ['sg-2', 'sg-1']), shown('eni-2', ['sg-1', 'sg-2']), shown('eni-3', ['sg-1', 'sg-3'])),
  );
  expect(book.at(web, 100).beside).toEqual([['sg-2'], ['sg-3']]);
});

test('R37: a call that names an instance tells of the one interface that the snapshot shows of it', () => {
  const book = bookOf(snapshot(100, shown('eni-1', ['sg-9'], 'i-01', '203.0.113.9')), put('i-01', 150, ['sg-1']));
  expect(book.at(web, 160).attached).toMatchObject({ kinds: ['ec2'], count: 1, exposed: true });
  expect(book.at({ ...web, id: 'sg-9' }, 160).attached).toMatchObject({ count: 0 });
});

test('R26: who an interface belongs to follows from the service that made it', () => {
  const rds = {
    ...head,
    at: 50,
    call: 'CreateNetworkInterface',
    actor: { ...head.actor, invokedBy: 'rds.amazonaws.com' },
  };
  const book = bookOf(
    null,
    put('eni-1', 50, ['sg-1'], { record: rds }),
    put('eni-2', 50, ['sg-2'], {}, 'RunInstances'),
  );
  expect(book.at(web, 60).attached?.kinds).toEqual(['rds']);
  expect(book.at({ ...web, id: 'sg-2' }, 60).attached?.kinds).toEqual(['ec2']);
});

test('of several looks at one thing the last one counts, until a record tells another', () => {
  const looks = [
    { at: 100, found: shown('eni-1', ['sg-1'], 'i-01', '203.0.113.9') },
    { at: 200, found: shown('eni-1', ['sg-1', 'sg-2']) },
    { at: 300, found: null },
  ];
  const book = new AttachmentBook(null, { ...noLooks, interfaces: new Map([['eni-1', looks]]) });
  for (const each of readAttachments([put('eni-1', 250, ['sg-1'])])) book.note(each);
  expect(book.at(web, 50).attached).toMatchObject({ count: 1, exposed: true, otherTime: 100, partly: true });
  expect(book.at(web, 100).attached).toMatchObject({ count: 1, exposed: true, otherTime: null });
  expect(book.at(web, 199).beside).toEqual([]);
  expect(book.at(web, 200)).toMatchObject({ attached: { exposed: null }, beside: [['sg-2']] });
  expect(book.at(web, 250).attached).toMatchObject({ count: 1, otherTime: null });
  expect(book.at(web, 300).attached).toBeNull();
});

test('R30: where everything was swept, a group that nothing shows is on nothing, as of then', () => {
  const swept = { at: 100, of: [{ account: '111122223333', region: 'eu-west-1' }] };
  const book = new AttachmentBook(null, { ...noLooks, swept });
  expect(book.at(web, 100).attached).toMatchObject({ count: 0, otherTime: null });
  expect(book.at(web, 150).attached).toMatchObject({ count: 0, otherTime: 100 });
  expect(book.at({ ...web, region: 'us-east-1' }, 150).attached).toBeNull();
});
