// How the command ends: its exit codes, and the error for a command line that is wrong.

export const EXIT = {
  done: 0,
  /** The script failed, or needs an input that nobody gave. */
  script: 1,
  /** The command line is wrong or names a file that can not be read. */
  usage: 2,
  /** Stopped by a budget or limit. */
  stopped: 3,
  interrupted: 130,
} as const;

/** The command line is wrong, or names something that can not be read: exit code 2. */
export class UsageError extends Error {}
