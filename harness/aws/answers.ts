/** The answers of a service, by the name of the call. */
export type Answers = Readonly<Record<string, (input: never) => object>>;
