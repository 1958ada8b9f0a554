import "../../src/sdk/lean-start";

export * from "../bare-loop";
