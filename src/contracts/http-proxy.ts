/** A proxy by which services on the Internet are reached. */
export interface HttpProxy {
  readonly host: string;
  readonly port: number;
  /** What the header `Proxy-Authorization` says: a secret; `null`: it asks for nothing. */
  readonly authorization: string | null;
  /** Hosts that are reached without it: names, with what is beneath them, or addresses; `*`: all. */
  readonly except: readonly string[];
}
