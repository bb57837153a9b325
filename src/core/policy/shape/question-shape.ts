import { changeKinds } from '../../change/change-kinds.ts';
import { integer, list, object, optional, required, text, words } from './make-shape.ts';
import type { ObjectShape, Shape } from './shape.ts';
import { nameFormat } from './text/name.ts';
import { portsFormat } from './text/service.ts';
import { spanFormat } from './text/time.ts';

/** In or out, by EC2's words. */
export const directionShape: Shape = list(
  words(['ingress', 'egress'], { inbound: 'ingress', in: 'ingress', outbound: 'egress', out: 'egress' }),
  1,
);

function box(say: string): ObjectShape {
  return object(say, {
    direction: required(directionShape, 'Into the group, out of it, or both.', 'directions'),
    peers: required(
      list(text(nameFormat), 1),
      'Whom it is about: address sets, or `any`, `internet`, `private`, `groups`, `foreign`, `lists`, ….',
      'peer',
      'cidr',
      'cidrs',
      'sources',
      'from',
    ),
    except: optional(list(text(nameFormat)), 'Who is left out of `peers`.', 'exclude', 'not', 'but'),
    ports: required(
      list(text(portsFormat), 1),
      'Sets of ports, well-known ports, `all`, or services.',
      'port',
      'services',
    ),
    covers: optional({ kind: 'boolean' }, 'The whole of `peers` must be reached, not only some of it.', 'all'),
    more_than: optional(
      integer(0, Number.MAX_SAFE_INTEGER),
      'Fires when more addresses than this are reached in all (IPv6: /64 networks).',
      'max',
      'limit',
    ),
    change: optional(list(words(changeKinds), 1), 'Only these kinds of change.', 'changes', 'events', 'event'),
  });
}

/** What a check asks: exactly one question. */
export const questionShape: ObjectShape = object(
  'a question',
  {
    gained: optional(box('what was gained'), 'Something became reachable.', 'opened', 'added'),
    lost: optional(box('what was lost'), 'Something is reachable no more.', 'closed', 'removed'),
    attempts: optional(
      object('refused calls', {
        more_than: required(
          integer(0, 1_000_000),
          'Fires above this number of refused calls of one actor.',
          'count',
          'max',
        ),
        within: required(text(spanFormat), 'In which span they are counted.', 'window', 'per'),
      }),
      'Calls that AWS refused.',
      'denied',
      'failed',
    ),
    tags: optional(
      object(
        'a question on tags',
        {
          effect: optional(list(words(['lowers-protection']), 1), 'The change of tags lowers protection.'),
          missing: optional(list(words(['environment', 'owner']), 1), 'No source answers for these.', 'required'),
        },
        { pick: 'one or more' },
      ),
      'Tags of the group.',
      'tag',
    ),
  },
  { pick: 'exactly one' },
);
