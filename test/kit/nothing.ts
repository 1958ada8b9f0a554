/** Replaces modules that tests do not need: see jest.config.js. */
export {};
