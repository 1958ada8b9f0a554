describe("a promise of Pulumi's", () => {
  afterEach(() => {
    delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  });

  interface Debuggable {
    debuggablePromise(this: void, promise: Promise<unknown>, context: string): Promise<unknown>;
    leakedPromises(this: void): [Set<unknown>, string];
  }

  /** Makes a promise that never settles; returns its stack trace, and whether Pulumi knows of it. */
  async function leak(): Promise<{ trace: string; known: boolean }> {
    const promise = new Promise(() => undefined) as Promise<unknown> & { _debugStackTrace: string };
    let leaked: Set<unknown> | undefined;
    await jest.isolateModulesAsync(async () => {
      await import("../../../src/sdk/lean-start");
      const debuggable = jest.requireActual<Debuggable>("@pulumi/pulumi/runtime/debuggable");
      void debuggable.debuggablePromise(promise, "a test");
      [leaked] = debuggable.leakedPromises();
    });
    return { trace: promise._debugStackTrace, known: leaked!.has(promise) };
  }

  test("carries no stack trace, and is still missed if it never settles", async () => {
    const { stackTraceLimit } = Error;
    expect(await leak()).toEqual({ trace: "Error: ", known: true });
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  test("carries one for whoever looks for promises that never settle", async () => {
    process.env.PULUMI_DEBUG_PROMISE_LEAKS = "true";
    jest.spyOn(console, "error").mockReturnValue();
    const { trace, known } = await leak();
    expect(trace).toContain("lean-start.test");
    expect(known).toBe(true);
  });
});
