import { decide, type Request, type Statement } from "../kit/iam/evaluate";

const role = (name: string) => ({ "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${name}` });
const allow: Statement = { Sid: "A", Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::docs/*" };
const read: Request = { action: "s3:GetObject", resource: "arn:aws:s3:::docs/a/b" };

test.each<[string, Partial<Request>, string]>([
  ["allows what matches", {}, "allowed"],
  ["takes actions in any case", { action: "S3:getobject" }, "allowed"],
  ["does not allow another action", { action: "s3:PutObject" }, "not allowed"],
  ["does not allow an action that only begins alike", { action: "s3x:GetObject" }, "not allowed"],
  ["does not allow another resource", { resource: "arn:aws:s3:::doc/a" }, "not allowed"],
  ["takes resources in their own case only", { resource: "arn:aws:s3:::DOCS/a" }, "not allowed"],
  ["does not take a dot for any character", { resource: "arn:aws:s3:::docs" }, "not allowed"],
])("%s", (_, given, decision) => {
  expect(decide([allow], { ...read, ...given })).toBe(decision);
});

test("lets a Deny win over any Allow, wherever it stands", () => {
  const deny: Statement = { ...allow, Effect: "Deny" };
  expect([decide([allow, deny], read), decide([deny, allow], read), decide([], read)]).toEqual([
    "denied",
    "denied",
    "not allowed",
  ]);
});

test.each([
  ["arn:aws:apigateway:*::/usageplans/*/keys", "arn:aws:apigateway:eu-west-1::/usageplans/p1/keys", true],
  ["arn:aws:apigateway:*::/usageplans/*", "arn:aws:apigateway:eu-west-1::/usageplans/p1/keys/k1", true],
  ["arn:aws:apigateway:*::/apikeys/*", "arn:aws:apigateway:eu-west-1::/apikeys", false],
  ["arn:aws:apigateway:eu-central-1::/apikeys", "arn:aws:apigateway:eu-west-1::/apikeys", false],
  ["arn:aws:secretsmanager:*:1:secret:a-*", "arn:aws:secretsmanager:eu:1:secret:a-b-c", true],
  ["arn:aws:secretsmanager:*:secret:a-*", "arn:aws:secretsmanager:eu:1:secret:a-b-c", false],
  ["arn:aws:secretsmanager:eu:1:secret:a-??", "arn:aws:secretsmanager:eu:1:secret:a-bc", true],
  ["arn:aws:secretsmanager:eu:1:secret:a-??", "arn:aws:secretsmanager:eu:1:secret:a-b", false],
  ["*", "arn:aws:s3:::docs", true],
  ["arn:aws:s3:::docs", "*", false],
])("the resource %s and %s: %p", (Resource, resource, matches) => {
  expect(decide([{ ...allow, Resource }], { ...read, resource })).toBe(matches ? "allowed" : "not allowed");
});

const exceptA = { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::*:role/b"] } };

test.each<[string, Statement["Condition"], Request["context"], boolean]>([
  ["ArnNotLike spares one that is listed", exceptA, role("a"), false],
  ["ArnNotLike spares one that a wildcard covers", exceptA, role("b"), false],
  ["ArnNotLike meets all others", exceptA, role("c"), true],
  ["ArnNotLike meets a request without the key", exceptA, {}, true],
  ["StringEquals meets one of its values", { StringEquals: { k: ["v", "w"] } }, { k: "w" }, true],
  ["StringEquals knows no wildcard", { StringEquals: { k: "*" } }, { k: "w" }, false],
  [
    "the name of a tag is compared without case",
    { StringEquals: { "aws:ResourceTag/Stack": "prod" } },
    { "aws:ResourceTag/stack": "prod" },
    true,
  ],
  [
    "the value of a tag is compared in its own case",
    { StringEquals: { "aws:ResourceTag/stack": "Prod" } },
    { "aws:ResourceTag/stack": "prod" },
    false,
  ],
  ["StringEquals fails without the key", { StringEquals: { k: "v" } }, undefined, false],
  ["StringLike knows wildcards", { StringLike: { k: "a/*" } }, { k: "a/b/c" }, true],
  ["StringLike fails on another", { StringLike: { k: "a/*" } }, { k: "b/a/c" }, false],
  ["StringLike fails without the key", { StringLike: { k: "*" } }, undefined, false],
  ["StringEqualsIfExists meets its value", { StringEqualsIfExists: { k: "v" } }, { k: "v" }, true],
  ["StringEqualsIfExists fails on another", { StringEqualsIfExists: { k: "v" } }, { k: "w" }, false],
  ["StringEqualsIfExists holds without the key", { StringEqualsIfExists: { k: "v" } }, {}, true],
  [
    "ForAllValues:StringNotLike holds for others",
    { "ForAllValues:StringNotLike": { k: "v" } },
    { k: ["a", "b"] },
    true,
  ],
  ["ForAllValues:StringNotLike fails with any", { "ForAllValues:StringNotLike": { k: "v" } }, { k: ["a", "v"] }, false],
  [
    "ForAllValues:StringNotLike fails with any that a wildcard meets",
    { "ForAllValues:StringNotLike": { k: "a:*" } },
    { k: ["b", "a:c"] },
    false,
  ],
  [
    "ForAllValues:StringNotLike holds for others than a wildcard meets",
    { "ForAllValues:StringNotLike": { k: "a:*" } },
    { k: ["b:a:c", "a"] },
    true,
  ],
  ["ForAllValues:StringNotLike holds without the key", { "ForAllValues:StringNotLike": { k: "v" } }, {}, true],
  ["Bool meets its value", { Bool: { k: "true" } }, { k: "true" }, true],
  ["Bool fails on the other value", { Bool: { k: "true" } }, { k: "false" }, false],
  ["every key must hold", { StringEquals: { k: "v", l: "v" } }, { k: "v" }, false],
  ["every operator must hold", { StringEquals: { k: "v" }, Bool: { l: "true" } }, { k: "v" }, false],
])("%s", (_, Condition, context, holds) => {
  expect(decide([{ ...allow, Condition }], { ...read, context })).toBe(holds ? "allowed" : "not allowed");
});

test.each<[string, object, string]>([
  ["NotAction", { NotAction: "s3:*" }, "unknown element: NotAction"],
  ["a principal", { Principal: "*" }, "unknown element: Principal"],
  ["an effect", { Effect: "allow" }, "unknown effect: allow"],
  ["an operator", { Condition: { StringNotEquals: { k: "v" } } }, "unknown operator: StringNotEquals"],
  ["a policy variable", { Resource: "arn:aws:s3:::${aws:username}" }, "unknown policy variable in A: ${aws:username}"],
])("stops at %s that it does not know", (_, element, message) => {
  expect(() => decide([{ ...allow, ...element }], read)).toThrow(new Error(message));
});

test("stops at several values where an operator is for one", () => {
  const statement = { ...allow, Condition: { StringEquals: { k: "v" } } };
  expect(() => decide([statement], { ...read, context: { k: ["v", "w"] } })).toThrow(
    new Error("unknown operator for several values: StringEquals"),
  );
});
