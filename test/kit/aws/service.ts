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

const STAGE = "live";

/** A service behind a REST API that answers 200 to whoever has a key of a plan of its stage, and nobody else. */
export class Service {
  private constructor(
    readonly apiId: string,
    readonly url: string,
  ) {}

  static async create(): Promise<Service> {
    const client = new APIGatewayClient();
    const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: "ai-service" }));
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
    const method = { restApiId, resourceId: items[0]!.id, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE", apiKeyRequired: true }));
    await client.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
    const requestTemplates = { "application/json": '{"statusCode": 200}' };
    await client.send(new PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates }));
    await client.send(new PutIntegrationResponseCommand({ ...method, statusCode: "200" }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    return new Service(restApiId!, `${process.env.AWS_ENDPOINT_URL}/restapis/${restApiId}/${STAGE}/_user_request_/`);
  }

  /** What a usage plan opens it with. */
  get apiStages() {
    return [{ apiId: this.apiId, stage: STAGE }];
  }

  /** Calls it, and returns the status of the answer. */
  async call(key?: string): Promise<number> {
    const response = await fetch(this.url, { headers: key === undefined ? {} : { "x-api-key": key } });
    await response.arrayBuffer();
    return response.status;
  }

  async remove(): Promise<void> {
    await new APIGatewayClient().send(new DeleteRestApiCommand({ restApiId: this.apiId }));
  }
}
