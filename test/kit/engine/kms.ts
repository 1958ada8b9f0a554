import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in AWS KMS. Only it can decrypt what it encrypted, unless a key is denied. */
export class Kms {
  /** Keys, by id or alias such as `alias/prod`, that callers may not decrypt with. */
  readonly denied = new Set<string>();
  private readonly blobs = new Map<string, { readonly key: string; readonly plaintext: string }>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Kms> {
    const server = createServer();
    const kms = new Kms(server);
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (data: Buffer) => (body += data.toString()));
      request.on("end", () => {
        const action = String(request.headers["x-amz-target"]).replace("TrentService.", "");
        const { status, reply } = kms.answer(action, JSON.parse(body) as Record<string, string>);
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(reply));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return kms;
  }

  /** The environment in which AWS's SDK calls this KMS. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "stand-in",
      AWS_SECRET_ACCESS_KEY: "stand-in",
    };
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(action: string, input: Readonly<Record<string, string>>): { status: number; reply: object } {
    if (action === "Encrypt") {
      const blob = Buffer.from(`blob ${this.blobs.size}`).toString("base64");
      this.blobs.set(blob, { key: input.KeyId!, plaintext: input.Plaintext! });
      return { status: 200, reply: { CiphertextBlob: blob, KeyId: input.KeyId } };
    }
    const found = this.blobs.get(input.CiphertextBlob!);
    if (action !== "Decrypt" || !found) return { status: 400, reply: { __type: "InvalidCiphertextException" } };
    if (this.denied.has(found.key)) {
      return { status: 400, reply: { __type: "AccessDeniedException", message: `no kms:Decrypt on ${found.key}` } };
    }
    return { status: 200, reply: { Plaintext: found.plaintext, KeyId: found.key } };
  }
}
