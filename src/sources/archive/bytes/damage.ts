/** The bytes of a file ended too early or made no sense; all that came before was handed on. The message is for the user. */
export class Damage extends Error {}

/** Says why the system refused a file or folder, in words where they are known. */
export function describeFailure(error: unknown): string {
  if (error instanceof Damage) return error.message;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return (code !== undefined && causes[code]) || (error instanceof Error ? error.message : String(error));
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'symbolic links lead in a circle',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'is a folder, not a file',
  EMFILE: 'too many files are open in this process',
  EIO: 'the disk reported a read error',
  ENAMETOOLONG: 'the path is too long',
};
