/** What a consumer could find out about one generation of a key. */
export interface KeyView {
  readonly service: string;
  readonly generation: string;
  readonly enabled: boolean;
  /** Names of its plans. */
  readonly plans: readonly string[];
  /** True if AWSCURRENT of its service's secret holds its value. */
  readonly published: boolean;
  /** True if any version of that secret holds its value: consumers may still use it. */
  readonly handedOut: boolean;
}

/** What consumers could find out at one moment. */
export interface Observation {
  readonly keys: readonly KeyView[];
  /** Names of the services whose secret has a value under AWSCURRENT. */
  readonly delivered: readonly string[];
}
