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

/** How long AWS may take until a key opens what it is to open, or no longer does. LocalStack takes no time. */
const SETTLE_SECONDS = own === undefined ? 0 : 120;

/** A service behind a REST API that answers 200 to whoever has a key of a plan of its stage, and nobody else. */
export class Service {
  private constructor(
    readonly apiId: string,
    readonly url: string,
  ) {}

  /** The service of the account of one's own, or a new one. */
  static async create(): Promise<Service> {
    return own === undefined ? Service.make("ai-service") : new Service(own.apiId, urlOf(own.apiId));
  }

  static async make(name: string): Promise<Service> {
    const client = new APIGatewayClient();
    const { id: restApiId } = await client.send(new CreateRestApiCommand({ name }));
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
    const method = { restApiId, resourceId: items[0]!.id, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE", apiKeyRequired: true }));
    await client.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
    const requestTemplates = { "application/json": '{"statusCode": 200}' };
    await client.send(new PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates }));
    await client.send(new PutIntegrationResponseCommand({ ...method, statusCode: "200" }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    return new Service(restApiId!, urlOf(restApiId!));
  }

  /** What a usage plan opens it with. */
  get apiStages(): [{ apiId: string; stage: string }] {
    return [{ apiId: this.apiId, stage: STAGE }];
  }

  /** Calls it, and returns the status of the answer. */
  async call(key?: string): Promise<number> {
    const response = await fetch(this.url, { headers: key === undefined ? {} : { "x-api-key": key } });
    await response.arrayBuffer();
    return response.status;
  }

  /** The status that a key is answered with, once it is the one that is expected or there was time enough for it. */
  async settled(key: string | undefined, expected: number): Promise<number> {
    const end = Date.now() + SETTLE_SECONDS * 1000;
    for (;;) {
      const status = await this.call(key);
      if (status === expected || Date.now() > end) return status;
      await setTimeout(1000);
    }
  }

  async remove(): Promise<void> {
    // That of an account of one's own is removed with all else there.
    if (own !== undefined) return;
    await new APIGatewayClient().send(new DeleteRestApiCommand({ restApiId: this.apiId }));
  }
}

function urlOf(apiId: string): string {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  return endpoint === undefined
    ? `https://${apiId}.execute-api.${process.env.AWS_REGION}.amazonaws.com/${STAGE}/`
    : `${endpoint}/restapis/${apiId}/${STAGE}/_user_request_/`;
}
