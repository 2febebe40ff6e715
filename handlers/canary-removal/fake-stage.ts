import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer, Refusal, restJson } from '../../test/fake-service';

const NOT_FOUND: Refusal = { status: 404, code: 'NotFoundException', message: 'Invalid stage identifier specified' };
const NO_CANARY: Refusal = { status: 400, code: 'BadRequestException', message: 'There is nothing at this path' };

/**
 * API Gateway with one stage, over HTTP: `GET` and `PATCH /restapis/{id}/stages/{name}`.
 */
export class FakeStage extends FakeService {
  public hasCanary = true;

  /** What `PATCH` answers first, in this order; afterwards it works. */
  public readonly patchRefusals: Refusal[] = [];

  /** What `PATCH` always answers. */
  public patchRefusal?: Refusal;

  /** What `GET` always answers. */
  public getRefusal?: Refusal;

  /** Every request, as `GET /restapis/api1/stages/prod`, and what a `PATCH` asks for. */
  public readonly requests: string[] = [];

  private readonly path: string;

  constructor(restApiId: string, stageName: string) {
    super();
    this.path = `/restapis/${restApiId}/stages/${stageName}`;
  }

  protected answer(request: IncomingMessage, body: string): HttpAnswer {
    this.requests.push([request.method, request.url, ...body === '' ? [] : [body]].join(' '));
    const refusal = request.url !== this.path ? NOT_FOUND : request.method === 'PATCH' ? this.patch(body) : this.getRefusal;
    return restJson(refusal ?? {
      stageName: 'prod',
      deploymentId: 'dep1',
      ...this.hasCanary && { canarySettings: { deploymentId: 'dep2', percentTraffic: 10 } },
    });
  }

  private patch(body: string): Refusal | undefined {
    const refusal = this.patchRefusals.shift() ?? this.patchRefusal;
    if (refusal) return refusal;
    const [{ op, path }] = (JSON.parse(body) as { patchOperations: { op: string; path: string }[] }).patchOperations;
    if (op !== 'remove' || path !== '/canarySettings') return { status: 400, code: 'BadRequestException', message: `Invalid patch path ${path}` };
    if (!this.hasCanary) return NO_CANARY;
    this.hasCanary = false;
    return undefined;
  }
}
