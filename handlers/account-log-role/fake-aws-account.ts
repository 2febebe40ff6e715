import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer, Refusal, restJson } from '../../test/fake-service';

/**
 * One account in one region, over HTTP: API Gateway's `GET` and `PATCH /account`, and `GetRole` of IAM's query protocol.
 */
export class FakeAwsAccount extends FakeService {
  /** The account's log role, when it has one. */
  public logRoleArn?: string;

  /** The ARNs of the roles that exist. */
  public readonly roles = new Set<string>();

  /** What `PATCH /account` answers first, in this order; afterwards it works. */
  public readonly patchRefusals: Refusal[] = [];

  /** What `PATCH /account` always answers. */
  public patchRefusal?: Refusal;

  /** What `GET /account` answers first, in this order; afterwards it works. */
  public readonly getRefusals: Refusal[] = [];

  /** What `GetRole` always answers. */
  public getRoleRefusal?: Refusal;

  /** Every request, as `GET /account` or `GetRole name`. */
  public readonly requests: string[] = [];

  protected answer(request: IncomingMessage, body: string): HttpAnswer {
    return request.url === '/account' ? this.account(request.method!, body) : this.getRole(new URLSearchParams(body));
  }

  private account(method: string, body: string): HttpAnswer {
    this.requests.push(`${method} /account`);
    const refusal = method === 'PATCH' ? this.patchRefusals.shift() ?? this.patchRefusal : this.getRefusals.shift();
    if (refusal) return restJson(refusal);
    if (method === 'PATCH') {
      const [operation] = (JSON.parse(body) as { patchOperations: { op: string; path: string; value: string }[] }).patchOperations;
      if (operation.op === 'replace' && operation.path === '/cloudwatchRoleArn') this.logRoleArn = operation.value;
    }
    return restJson({ apiKeyVersion: '4', cloudwatchRoleArn: this.logRoleArn, throttleSettings: { burstLimit: 5000, rateLimit: 10000 } });
  }

  private getRole(query: URLSearchParams): HttpAnswer {
    const name = query.get('RoleName');
    this.requests.push(`${query.get('Action')} ${name}`);
    const arn = [...this.roles].find((role) => role.endsWith(`/${name}`));
    const refusal = this.getRoleRefusal
      ?? (arn ? undefined : { status: 404, code: 'NoSuchEntity', message: `The role with name ${name} cannot be found.` });
    const content = refusal
      ? `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${refusal.code}</Code>`
        + `<Message>${refusal.message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`
      : '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>'
        + `<Path>/</Path><Arn>${arn}</Arn><RoleName>${name}</RoleName><RoleId>AROA1</RoleId><CreateDate>2024-01-01T00:00:00Z</CreateDate>`
        + '</Role></GetRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetRoleResponse>';
    return { status: refusal?.status ?? 200, headers: { 'content-type': 'text/xml' }, body: content };
  }
}
