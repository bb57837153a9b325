/** What the user must mend before anything can be answered: one clear sentence, exit code 1, nothing half-written. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  /** Several lines that name files themselves, so that the program's name does not stand before them. */
  readonly blocks: boolean;

  constructor(message: string, { blocks = false } = {}) {
    super(message);
    this.blocks = blocks;
  }
}
