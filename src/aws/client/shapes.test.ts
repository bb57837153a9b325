import type { EC2 } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { operatorCommands } from '../../../test/moto/operator-commands.ts';
import type { Ec2Action, Ec2Request, Ec2Result } from '../model/call.ts';
import { ownCommands } from './ec2-commands.ts';

/** What the SDK's own method for a call takes and answers. */
type SdkOf<A extends Ec2Action> =
  EC2[Uncapitalize<A>] extends SdkMethod<infer I, infer O> ? { readonly request: I; readonly result: O } : never;

// biome-ignore lint/suspicious/noExplicitAny: the SDK says so.
type SdkMethod<I, O> = (args: I, options: any, callback: (error: any, answer?: O) => void) => void;

/** `true` when every member of `M`, however deep, is one of `S` with a value that both can have. */
type Within<M, S> = [M] extends [readonly (infer E)[]]
  ? [S] extends [readonly (infer F)[]]
    ? Within<E, F>
    : false
  : [M] extends [object]
    ? [S] extends [object]
      ? false extends {
          [K in keyof M]-?: K extends keyof S ? Within<NonNullable<M[K]>, NonNullable<S[K]>> : false;
        }[keyof M]
        ? false
        : true
      : false
    : [M & S] extends [never]
      ? false
      : true;

/** Members of requests and answers that the model has and the SDK has not. `Return`: the SDK drops it where it says no more. */
type Unlike = {
  [A in Ec2Action]: Within<Ec2Request<A>, SdkOf<A>['request']> extends true
    ? Within<Omit<Ec2Result<A>, 'Return'>, SdkOf<A>['result']> extends true
      ? never
      : `${A} answers`
    : `${A} takes`;
}[Ec2Action];

describe('the calls of the model', () => {
  test('take and answer what those of the SDK do: the types are compared member by member', () => {
    const unlike: [Unlike] extends [never] ? 'none' : Unlike = 'none';
    expect(unlike).toBe('none');
  });

  test('that the product can make are those that it needs, and no others', () => {
    const writes = Object.keys(ownCommands).filter((action) => !/^(Describe|Get)/.test(action));
    expect(writes.toSorted()).toEqual([
      ...['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress', 'CreateTags', 'DeleteTags'],
      ...['ModifyManagedPrefixList', 'ModifyNetworkInterfaceAttribute', 'ModifySecurityGroupRules'],
      ...['RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress'],
    ]);
    expect(Object.keys(operatorCommands).length).toBeGreaterThan(Object.keys(ownCommands).length);
  });
});
