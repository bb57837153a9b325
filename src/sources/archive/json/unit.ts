/** A piece of a JSON file that may hold a record: a top-level value, or an element of a top-level array, of `Records` or of `Events`. */
export type Unit =
  | {
      readonly kind: 'unit';
      readonly number: number;
      readonly text: string;
      readonly list: 'Records' | 'Events' | null;
    }
  | { readonly kind: 'damage'; readonly number: number | null; readonly reason: string; readonly text: string };
