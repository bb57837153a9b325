/** How a folder is followed. Times are milliseconds. */
export interface FolderSettings {
  /** How often it is looked through; a hint of the system makes it sooner. */
  readonly every: number;
  /** A file that is not written line by line is read when it has stood unchanged for so long. */
  readonly settle: number;
  /** A last line without an end is told when it has stood unchanged for so long. */
  readonly unfinished: number;
  /** How long a take waits for something to read. */
  readonly wait: number;
  /** What was handed over and is not done after so long is handed over again. */
  readonly again: number;
}

/** What is in force unless somebody sets it otherwise. */
export const usualFolderSettings: FolderSettings = {
  every: 2_000,
  settle: 1_000,
  unfinished: 60_000,
  wait: 10_000,
  again: 600_000,
};
