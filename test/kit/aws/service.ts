import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { setTimeout } from "node:timers/promises";
import { own } from "./target";

const STAGE = "live";

/** How long AWS may take until a change of a key takes effect. LocalStack takes no time. */
const SETTLE_SECONDS = own === undefined ? 0 : 120;

/** A service behind a REST API. It answers 200 only to callers with a key in a plan of its stage. */
export class Service {
  private constructor(
    readonly apiId: string,
    readonly url: string,
    /** Its Region, where that is not the stack's own. */
    private readonly region?: string,
  ) {}

  /** The service in the user's account, or a new one in LocalStack, there in the stack's own Region or in another. */
  static async create(region?: string): Promise<Service> {
    return own === undefined ? Service.make("ai-service", region) : new Service(own.apiId, urlOf(own.apiId));
  }

  static async make(name: string, region?: string): Promise<Service> {
    const client = new APIGatewayClient({ region });
    const { id: restApiId } = await client.send(new CreateRestApiCommand({ name }));
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
    const method = { restApiId, resourceId: items[0]!.id, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE", apiKeyRequired: true }));
    await client.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
    const requestTemplates = { "application/json": '{"statusCode": 200}' };
    await client.send(new PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates }));
    await client.send(new PutIntegrationResponseCommand({ ...method, statusCode: "200" }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    return new Service(restApiId!, urlOf(restApiId!), region);
  }

  /** The API stage for a usage plan. */
  get apiStages(): [{ apiId: string; stage: string; region?: string }] {
    return [{ apiId: this.apiId, stage: STAGE, ...(this.region !== undefined && { region: this.region }) }];
  }

  /** Calls it, and returns the status of the answer. */
  async call(key?: string): Promise<number> {
    const response = await fetch(this.url, { headers: key === undefined ? {} : { "x-api-key": key } });
    await response.arrayBuffer();
    return response.status;
  }

  /** The status of the answer to a key, once it is the expected one or the time is over. */
  async settled(key: string | undefined, expected: number): Promise<number> {
    const end = Date.now() + SETTLE_SECONDS * 1000;
    for (;;) {
      const status = await this.call(key);
      if (status === expected || Date.now() > end) return status;
      await setTimeout(1000);
    }
  }

  async remove(): Promise<void> {
    // In the user's account it is removed together with everything else.
    if (own !== undefined) return;
    await new APIGatewayClient({ region: this.region }).send(new DeleteRestApiCommand({ restApiId: this.apiId }));
  }
}

function urlOf(apiId: string): string {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  return endpoint === undefined
    ? `https://${apiId}.execute-api.${process.env.AWS_REGION}.amazonaws.com/${STAGE}/`
    : `${endpoint}/restapis/${apiId}/${STAGE}/_user_request_/`;
}
