import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { Ec2Action, Ec2Result } from '../call.ts';
import type { ManagedPrefixList } from '../shape.ts';
import type { RecordHead } from './render.ts';
import { type Plain, writePlain } from './wrapped.ts';

/** The `responseElements` of a write that EC2 renders in the wrapped dialect. */
export function renderWrappedAnswer(action: Ec2Action, result: Ec2Result<Ec2Action>, head: RecordHead): JsonObject {
  const told: Plain = 'PrefixList' in result ? { prefixList: listOf(result.PrefixList) } : { return: true };
  const answer = { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', requestId: head.requestId, ...told };
  return { [`${action}Response`]: writePlain(answer, head.era) };
}

function listOf(list: ManagedPrefixList): Plain {
  const tags = list.Tags.map(({ Key, Value }) => ({ key: Key, value: Value }));
  return {
    ...{ prefixListId: list.PrefixListId, prefixListName: list.PrefixListName, state: list.State },
    ...{ addressFamily: list.AddressFamily, maxEntries: list.MaxEntries, version: list.Version },
    ...{ ownerId: list.OwnerId, prefixListArn: list.PrefixListArn },
    ...(tags.length === 0 ? {} : { tagSet: { item: tags } }),
  };
}
