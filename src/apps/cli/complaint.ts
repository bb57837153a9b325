/** What the user must mend before anything can be answered: one clear sentence, exit code 1, nothing half-written. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}
