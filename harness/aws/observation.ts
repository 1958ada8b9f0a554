/** What a consumer could find out about one generation of a key. */
export interface KeyView {
  readonly service: string;
  readonly generation: string;
  /** Its Region, where that is not the home Region. */
  readonly region?: string;
  readonly enabled: boolean;
  /** Names of its plans. */
  readonly plans: readonly string[];
  /** True if AWSCURRENT of its service's secret, or its service's parameter, holds its value, in its Region. */
  readonly published: boolean;
  /** True if any version of these holds its value: consumers may still use it. */
  readonly handedOut: boolean;
}

/** What consumers could find out at one moment. */
export interface Observation {
  readonly keys: readonly KeyView[];
  /** Names of the services whose secret has a value under AWSCURRENT, or that have a parameter; `NAME@REGION` abroad. */
  readonly delivered: readonly string[];
}
