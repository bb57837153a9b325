/** An element of XML as EC2, STS and IAM write it: its text, or what is in it by name; several of a name are a list. */
export type Element = string | { readonly [name: string]: Element | readonly Element[] };

/** Reads XML without attributes that matter, comments or mixed content; answers what is in the outermost element. */
export function readXml(text: string): Element {
  const tokens = text.matchAll(/<\?[^>]*\?>|<(\/?)([\w:]+)[^>]*?(\/?)>|([^<]+)/g);
  const outside: Open = { said: '', inside: new Map() };
  const stack: Open[] = [outside];
  for (const [, slash, name, alone, said] of tokens) {
    const top = stack.at(-1)!;
    if (said !== undefined) top.said += said;
    else if (name === undefined) continue;
    else if (slash === '/') stack.pop();
    else {
      const next: Open = { said: '', inside: new Map() };
      top.inside.set(name, [...(top.inside.get(name) ?? []), next]);
      if (alone !== '/') stack.push(next);
    }
  }
  const [root] = [...outside.inside.values()][0] ?? [];
  return root === undefined ? '' : elementOf(root);
}

/** What lies under a path of names; `null` where nothing does. */
export function elementAt(element: Element, ...path: readonly string[]): Element | null {
  let at: Element | readonly Element[] | undefined = element;
  for (const name of path) at = typeof at === 'object' && !isList(at) ? at[name] : undefined;
  return at === undefined || isList(at) ? null : at;
}

/** The text under a path; `null` where there is none. */
export function textAt(element: Element, ...path: readonly string[]): string | null {
  const found = elementAt(element, ...path);
  return typeof found === 'string' ? found : null;
}

/** The items of a set, as EC2 writes lists. */
export function itemsAt(element: Element, ...path: readonly string[]): readonly Element[] {
  const set = elementAt(element, ...path);
  if (set === null || typeof set === 'string') return [];
  const { item } = set;
  return item === undefined ? [] : isList(item) ? item : [item];
}

interface Open {
  said: string;
  readonly inside: Map<string, readonly Open[]>;
}

function elementOf({ said, inside }: Open): Element {
  if (inside.size === 0) return said.trim().replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => signs[name]!);
  return Object.fromEntries(
    [...inside].map(([name, each]) => [name, each.length === 1 ? elementOf(each[0]!) : each.map(elementOf)]),
  );
}

const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function isList(value: Element | readonly Element[]): value is readonly Element[] {
  return Array.isArray(value);
}
