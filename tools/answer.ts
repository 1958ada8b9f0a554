/** What a command prints, and the code it exits with: 0, 1 for what the user must mend, 2 for a call that makes no sense. */
export interface Answer {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Prints an answer and sets the exit code of this process. */
export function print({ exitCode, stdout, stderr }: Answer): void {
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  process.exitCode = exitCode;
}
