import type { Caller, Fields } from '../caller.ts';
import type { Site } from '../organisation.ts';
import type { Scene } from '../scene.ts';

/** Namespace of EC2's XML answers: it ends up among the members of a wrapped response. */
const xmlns = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** A call of the wrapped rendering: `<Api>Request` and `<Api>Response` around the parameters. */
export interface Wrapped {
  readonly site: Site;
  readonly by: Caller;
  readonly name: string;
  readonly request: Fields;
  readonly answer: Fields;
}

/** Sends a call of the wrapped rendering and answers its event id. */
export function sendWrapped(scene: Scene, call: Wrapped): string {
  const { site, by, name } = call;
  const requestId = scene.random.uuid();
  const request = { [`${name}Request`]: call.request };
  const response = { [`${name}Response`]: { xmlns, requestId, ...call.answer } };
  return scene.send({ site, by, service: 'ec2', name, request, response, requestId });
}

/** A list of the wrapped rendering: numbered from 1; one element stands alone, none is absence. */
export function writeList(name: string, items: readonly Fields[]): Fields {
  const numbered = items.map((item, index) => ({ ...item, tag: index + 1 }));
  if (numbered.length === 0) return {};
  return { [name]: numbered.length === 1 ? numbered[0] : numbered };
}
