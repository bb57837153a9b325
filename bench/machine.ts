import { cpus, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface Machine {
  readonly node: string;
  readonly zlib: string;
  readonly cores: number;
  readonly model: string;
  readonly memoryGb: number;
  readonly system: string;
}

/** Describes this machine. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    node: process.version,
    zlib: process.versions.zlib ?? 'unknown',
    cores: processors.length,
    model: processors[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
  };
}
