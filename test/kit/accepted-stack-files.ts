/** Allowed stack files: a title, and the YAML below `config:`. */
export const ACCEPTED: readonly (readonly [string, string])[] = [
  ["nothing at all", ""],
  ["bare names", "{keys: {a: {}}, usagePlans: {}, secretsManager: {}, deletionProtection: true, tags: {}}"],
  ["the project's namespace", "{'acme:keys': {a: {}}, 'acme:config:tags': {a: b}}"],
  [
    "other namespaces, whatever is in them",
    "{'aws:region': eu-central-1, 'aws:endpoints': [{apigateway: a}], 'x:y': [1]}",
  ],
  ["the tags of the stack itself", "{'pulumi:tags': [whatever, {the: CLI}, 1]}"],
  ["nothing behind maps", "{keys: {a: , b: {tags: }}, usagePlans: {p: {tags: }}, secretsManager: , tags: }"],
  [
    "a whole key",
    "{keys: {a: {description: d, enabled: false, generations: {1: grace, 2: current, 3: revoked}, customerId: c, tags: {t: v}}}}",
  ],
  ["true and false as text", "{keys: {a: {enabled: 'true'}}, deletionProtection: 'false'}"],
  ["a flag as text that is JSON", "{deletionProtection: '\"true\"'}"],
  [
    "maps as text that is JSON",
    "{keys: '{\"a\":{}}', tags: ' {\"a\": \"b\"} ', usagePlans: '', secretsManager: ' null'}",
  ],
  [
    "states and maps of a state",
    "{keys: {a: {usagePlan: p, generations: {a: current, b: {state: staged, usagePlan: p}}}}, usagePlans: {p: {}}}",
  ],
  [
    "readers",
    "{secretsManager: , keys: {a: {readers: ['arn:aws:iam::111122223333:role/x/y', 'arn:aws:iam::111122223333:root']}}}",
  ],
  ["no readers", "{keys: {a: {readers: []}}, secretsManager: {}}"],
  [
    "numbers",
    "{usagePlans: {p: {throttle: {rateLimit: 0.001, burstLimit: 2147483647}, quota: {limit: 28, period: MONTH, offset: 27}}}}",
  ],
  ["whole numbers with a fraction of 0", "{usagePlans: {p: {throttle: {rateLimit: 1.0, burstLimit: 1.0}}}}"],
  [
    "numbers as text",
    "{usagePlans: {p: {throttle: {rateLimit: '10.5', burstLimit: '5'}, quota: {limit: '5.0', period: DAY, offset: '0'}}}}",
  ],
  [
    "stages",
    "{usagePlans: {p: {throttle: {rateLimit: 1, burstLimit: 1}, apiStages: [{apiId: a1, stage: '1'}, {apiId: a1, stage: x_Y-2, throttle: {//GET: {rateLimit: 1, burstLimit: 1}, '/a/{id}/{proxy+}/ANY': {rateLimit: 1, burstLimit: 1}}}]}}}",
  ],
  ["a stage without throttles", "{usagePlans: {p: {apiStages: [{apiId: a1, stage: s, throttle: }]}}}"],
  ["no recovery window", "{deletionProtection: false, secretsManager: {recoveryWindowInDays: 0}}"],
  ["recovery windows", "{secretsManager: {recoveryWindowInDays: '7', kmsKeyId: alias/aws/secretsmanager}}"],
  ["a KMS key's id", "{secretsManager: {kmsKeyId: mrk-1234abcd12ab34cd56ef1234567890ab}}"],
  ["tags of any script", "{tags: {'Größe 数 _.:/=+-@': 'ü 字', Awsome: '', Stage: '', project: p, service-key: k}}"],
  ["the provider's tags", "{'aws:defaultTags': {tags: {a: 1}}, 'aws:ignoreTags': {keys: [a], keyPrefixes: [b]}}"],
  ["a throttle of 0", "{usagePlans: {p: {throttle: {rateLimit: 0, burstLimit: '0'}}}}"],
  ["a role with any path", "{secretsManager: , keys: {a: {readers: ['arn:aws:iam::111122223333:role/team:pay/app']}}}"],
  [
    "ids in capitals to import",
    "{usagePlans: {p: {import: A1b}}, keys: {a: {generations: {1: {state: current, import: A1b}}}}}",
  ],
  ["a secret's name like the end of an ARN", "{secretsManager: , keys: {a: {secretName: prod/partner-apikey}}}"],
  [
    "two stores",
    "{secretsManager: , parameterStore: {kmsKeyId: alias/k}, delivery: both, keys: {a: {delivery: none}, b: {parameterName: /shop/b, secretName: b}}}",
  ],
  [
    "a secret to import",
    "{secretsManager: , keys: {a: {secretImport: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/a-AbCdEf'}}}",
  ],
  [
    "two Regions",
    "{'aws:region': eu-central-1, regions: {us-east-1: , us-west-2: {enabled: 'false', kmsKeyId: alias/k}}, usagePlans: {p: {import: {us-east-1: p1}, apiStages: [{apiId: a, stage: s, region: us-east-1}]}}, keys: {a: {generations: {1: {state: current, import: {eu-central-1: k1, us-east-1: k2}}}}}}",
  ],
  ["names that JavaScript knows", "{keys: {constructor: {tags: {toString: x}}}, usagePlans: {then: {}}}"],
];

/** What only the program can refuse, and no schema: a title, the YAML, the path of the fault. */
export const REFUSED_BY_RULE: readonly (readonly [string, string, readonly string[]])[] = [
  ["an unknown plan", "{keys: {a: {usagePlan: p}}}", ["keys.a.usagePlan"]],
  [
    "half a throttle of 0",
    "{usagePlans: {p: {throttle: {rateLimit: 0, burstLimit: 1}}}}",
    ["usagePlans.p.throttle.rateLimit"],
  ],
  [
    "a method's throttle without the plan's",
    "{usagePlans: {p: {apiStages: [{apiId: a, stage: s, throttle: {//GET: {rateLimit: 1, burstLimit: 1}}}]}}}",
    ["usagePlans.p.throttle"],
  ],
  [
    "a reader of another partition",
    "{'aws:region': us-gov-west-1, secretsManager: , keys: {a: {readers: ['arn:aws:iam::111122223333:root']}}}",
    ["keys.a.readers[0]"],
  ],
  [
    "ignored tags that are ours",
    "{'aws:ignoreTags': {keyPrefixes: ['service-keys:']}}",
    ["aws:ignoreTags.keyPrefixes[0]"],
  ],
  ["two current generations", "{keys: {a: {generations: {1: current, 2: current}}}}", ["keys.a.generations"]],
  ["readers of nothing", "{keys: {a: {readers: ['arn:aws:iam::111122223333:root']}}}", ["keys.a.readers"]],
  [
    "text for a number out of range",
    "{usagePlans: {p: {quota: {limit: '0', period: DAY}}}}",
    ["usagePlans.p.quota.limit"],
  ],
  [
    "an offset beyond the day",
    "{usagePlans: {p: {quota: {limit: 9, period: DAY, offset: 1}}}}",
    ["usagePlans.p.quota.offset"],
  ],
  [
    "a stage twice",
    "{usagePlans: {p: {apiStages: [{apiId: a, stage: s}, {apiId: a, stage: s}]}}}",
    ["usagePlans.p.apiStages[1]"],
  ],
  ["two stores without delivery", "{secretsManager: , parameterStore: }", ["delivery"]],
  ["a delivery without its store", "{keys: {a: {delivery: parameterStore}}}", ["keys.a.delivery"]],
  [
    "a parameter's name twice",
    "{parameterStore: , keys: {a: {parameterName: x}, b: {parameterName: x}}}",
    ["keys.b.parameterName"],
  ],
  ["Regions without the stack's own", "{regions: {us-east-1: }}", ["regions"]],
  ["the stack's own Region once more", "{'aws:region': us-east-1, regions: {us-east-1: }}", ["regions.us-east-1"]],
  [
    "a stage in no Region of the stack",
    "{'aws:region': us-east-1, usagePlans: {p: {apiStages: [{apiId: a, stage: s, region: eu-west-1}]}}}",
    ["usagePlans.p.apiStages[0].region"],
  ],
  ["an entry twice", "{keys: {a: {}}, 'acme:keys': {a: {}}}", ["keys"]],
  ["a foreign namespace", "{'other:keys': {a: {}}}", ["keys"]],
  ["a misspelt Region's name", "{'aws:regoin': eu-central-1}", ["aws:regoin"]],
  ["an unknown entry of the project", "{'acme:kyes': {}}", ["kyes"]],
  ["an encrypted entry", "{tags: {secure: v1:x}}", ["tags"]],
];
