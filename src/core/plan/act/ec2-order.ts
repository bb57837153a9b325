import type { Direction, Rule } from '../../group/rule.ts';
import type { ListEntryText, Site } from './intent.ts';

/**
 * One call of ours, and all that it may say. `role`: the revoke role only takes away, the restore role only puts back
 * what stood before. `image`: tuples of the stored before-image; an order that writes any other tuple is not sent.
 */
export type Ec2Order = { readonly action: string; readonly site: Site } & (
  | {
      readonly call: 'revoke';
      readonly role: 'revoke';
      readonly group: string;
      readonly direction: Direction;
      readonly ids: readonly string[];
    }
  | {
      readonly call: 'authorize';
      readonly role: 'restore';
      readonly group: string;
      readonly direction: Direction;
      readonly rules: readonly Rule[];
      readonly image: readonly Rule[];
      /** Without the rules' tags, where a tag policy refused them. */
      readonly untagged?: true;
    }
  | {
      readonly call: 'rewrite';
      readonly role: 'restore';
      readonly group: string;
      readonly rules: readonly Rule[];
      readonly image: readonly Rule[];
    }
  | {
      readonly call: 'edit-list';
      readonly role: 'restore';
      readonly list: string;
      readonly version: number;
      readonly add: readonly ListEntryText[];
      readonly remove: readonly string[];
    }
  | {
      readonly call: 'set-groups';
      readonly role: 'restore';
      readonly interface: string;
      readonly groups: readonly string[];
    }
  | {
      readonly call: 'set-tags';
      readonly role: 'restore';
      readonly resource: string;
      readonly set: Readonly<Record<string, string>>;
      readonly remove: readonly string[];
    }
);
