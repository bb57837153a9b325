import { type Refused, refuse } from '../refusal.ts';

/** One page of an answer, with the token of the next when there is more. Without `MaxResults` there is one page. */
export function pageOf<T>(
  things: readonly T[],
  { MaxResults, NextToken }: { readonly MaxResults?: number; readonly NextToken?: string },
  [least, most]: readonly [least: number, most: number] = [5, 1000],
): { readonly page: readonly T[]; readonly more: { readonly NextToken?: string } } | Refused {
  if (MaxResults !== undefined && (MaxResults < least || MaxResults > most))
    return refuse('InvalidParameterValue', `Value ( ${MaxResults} ) for parameter maxResults is invalid.`);
  const from = NextToken === undefined ? 0 : /^from-(\d+)$/.exec(NextToken)?.[1];
  if (from === undefined) return refuse('InvalidParameterValue', 'The token is invalid.');
  const end = Number(from) + (MaxResults ?? things.length);
  return {
    page: things.slice(Number(from), end),
    more: end < things.length ? { NextToken: `from-${end}` } : {},
  };
}
