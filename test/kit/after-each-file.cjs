// Pulumi's SDK has an AsyncLocalStorage in each test file that loads it. Left on, it would go along with every promise of all files
// that this process runs afterwards.
afterAll(() => globalThis.asyncLocalStorage?.disable());
