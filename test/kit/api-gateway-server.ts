import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A call of GetUsage: its parameters, with the names of AWS's model. */
export interface UsageCall {
  readonly usagePlanId: string;
  readonly keyId?: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly position?: string;
  readonly limit?: string;
}

/** The daily logs of the keys of a plan, by the key's id: `[used, remaining]` for each day. */
export type Logs = Readonly<Record<string, readonly (readonly number[])[]>>;

/** An error that AWS answers with in place of usage. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message?: string;
}

/**
 * An HTTP server that answers only GetUsage, by AWS's model of the service: paths, parameters, the answer's members and errors
 * are those of the model. A page has at most `limit` keys, 25 by default, 500 at most.
 */
export class ApiGatewayServer {
  readonly calls: UsageCall[] = [];
  /** The answer to the calls; by default, that there is no such plan. */
  answer: (call: UsageCall) => Logs | Refusal = () => ({ status: 404, type: "NotFoundException" });

  /** Called with every request. */
  onRequest?: (request: IncomingMessage) => void;

  private constructor(private readonly server: Server) {
    server.on("request", (request, response) => this.respond(request, response));
  }

  static async start(): Promise<ApiGatewayServer> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ApiGatewayServer(server);
  }

  /** The environment in which AWS's SDK calls this server, with these credentials only. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_API_GATEWAY: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private respond(request: IncomingMessage, response: ServerResponse): void {
    this.onRequest?.(request);
    const call = readCall(request);
    const answer = call === undefined ? { status: 403, type: "AccessDeniedException" } : this.answer(call);
    if (call) this.calls.push(call);
    response.setHeader("Content-Type", "application/json");
    if ("status" in answer && typeof answer.status === "number") {
      const { status, type, message = "" } = answer as Refusal;
      response.writeHead(status, { "x-amzn-ErrorType": type });
      response.end(JSON.stringify({ message }));
    } else {
      response.end(JSON.stringify(page(call!, answer as Logs)));
    }
  }
}

interface Member {
  readonly location?: string;
  readonly locationName?: string;
}
interface Model {
  readonly operation: { readonly http: { readonly method: string; readonly requestUri: string } };
  readonly shapes: Readonly<
    Record<string, { readonly members: Readonly<Record<string, Member>>; readonly required: string[] }>
  >;
}
const { operation, shapes } = JSON.parse(readFileSync(join(__dirname, "get-usage-model.json"), "utf8")) as Model;
const { members, required } = shapes.GetUsageRequest!;
const path = new RegExp(`^${operation.http.requestUri.replace(/\{.*\}/, "([^/]+)")}$`);

/** Undefined for any other call. Throws if a parameter is missing or not in the model. */
function readCall(request: IncomingMessage): UsageCall | undefined {
  const { pathname, searchParams } = new URL(request.url!, "http://127.0.0.1");
  const [, usagePlanId] = path.exec(pathname) ?? [];
  if (request.method !== operation.http.method || usagePlanId === undefined) return undefined;
  const inQuery = Object.entries(members).filter(([, { location }]) => location === "querystring");
  const given = inQuery.filter(([, { locationName }]) => searchParams.has(locationName!));
  if (given.length !== searchParams.size) throw new Error(`GetUsage has no such parameter: ${request.url}`);
  const call = Object.fromEntries([
    ["usagePlanId", decodeURIComponent(usagePlanId)],
    ...given.map(([name, { locationName }]) => [name, searchParams.get(locationName!)!] as const),
  ]) as unknown as UsageCall;
  const missing = required.filter((name) => !(name in call));
  if (missing.length > 0) throw new Error(`GetUsage needs ${missing.join(", ")}`);
  return call;
}

function page({ usagePlanId, startDate, endDate, position = "0", limit = "25" }: UsageCall, logs: Logs) {
  const [start, count] = [Number(position), Math.min(500, Number(limit))];
  const keys = Object.entries(logs);
  const more = start + count < keys.length;
  const answer = {
    usagePlanId,
    startDate,
    endDate,
    items: Object.fromEntries(keys.slice(start, start + count)),
    ...(more && { position: `${start + count}` }),
  };
  const nameOf = (member: string) => shapes.Usage!.members[member]!.locationName ?? member;
  return Object.fromEntries(Object.entries(answer).map(([member, value]) => [nameOf(member), value]));
}
