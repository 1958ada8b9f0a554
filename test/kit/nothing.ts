/** Stands for modules that tests do without: see jest.config.js. */
export {};
