/** A call, or a file, that a tool can do nothing with. The message is a sentence for the user, who is shown no stack trace. */
export class UsageError extends Error {}
