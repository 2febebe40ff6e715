import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer, Refusal, restJson } from '../../test/fake-service';

/**
 * A version of the secret; it has no value between the moment when a rotation labels it and its first step.
 */
interface FakeVersion {
  readonly value?: string;
  readonly stages: readonly string[];
}

const NOT_FOUND: Refusal = { status: 400, code: 'ResourceNotFoundException', message: 'Secrets Manager can\'t find the specified secret value' };

/**
 * Secrets Manager with one secret, over HTTP, as far as the handlers ask it.
 */
export class FakeSecretsManager extends FakeService {
  public readonly versions = new Map<string, FakeVersion>();

  /** What the action of this name always answers. */
  public readonly refusals = new Map<string, Refusal>();

  /** Every request, as `GetSecretValue AWSCURRENT`. */
  public readonly requests: string[] = [];

  /** Labels a version, and takes the labels from those that had them. */
  public label(id: string, ...stages: string[]): void {
    for (const [other, version] of this.versions) {
      this.versions.set(other, { ...version, stages: version.stages.filter((stage) => !stages.includes(stage)) });
    }
    const { value, stages: before = [] } = this.versions.get(id) ?? {};
    this.versions.set(id, { value, stages: [...before, ...stages] });
  }

  public put(id: string, value: string, ...stages: string[]): void {
    this.label(id, ...stages);
    this.versions.set(id, { ...this.versions.get(id)!, value });
  }

  public valueOf(stage: string): string | undefined {
    return [...this.versions.values()].find(({ stages }) => stages.includes(stage))?.value;
  }

  public answer(request: IncomingMessage, body: string): HttpAnswer {
    const action = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    const input = JSON.parse(body) as Record<string, string>;
    this.requests.push([action, input.VersionStage].filter((text) => text).join(' '));
    return restJson(this.refusals.get(action) ?? this.act(action, input));
  }

  private act(action: string, input: Record<string, string>): object | Refusal {
    switch (action) {
      case 'GetSecretValue': return this.getSecretValue(input);
      case 'DescribeSecret': return { VersionIdsToStages: Object.fromEntries([...this.versions].map(([id, { stages }]) => [id, stages])) };
      case 'PutSecretValue': {
        this.put(input.ClientRequestToken, input.SecretString, ...input.VersionStages as unknown as string[]);
        return {};
      }
      case 'UpdateSecretVersionStage': return this.moveLabel(input);
      default: return { status: 400, code: 'UnknownOperationException', message: action };
    }
  }

  private getSecretValue({ VersionId, VersionStage }: Record<string, string>): object | Refusal {
    const found = [...this.versions].find(([id, { stages }]) => stages.includes(VersionStage) && (VersionId === undefined || VersionId === id));
    return found?.[1].value === undefined ? NOT_FOUND : { SecretString: found[1].value };
  }

  private moveLabel({ VersionStage, MoveToVersionId, RemoveFromVersionId }: Record<string, string>): object | Refusal {
    if (!this.versions.get(RemoveFromVersionId)?.stages.includes(VersionStage)) {
      return { status: 400, code: 'InvalidParameterException', message: 'The label is not attached to that version' };
    }
    this.label(MoveToVersionId, VersionStage);
    if (VersionStage === 'AWSCURRENT') this.label(RemoveFromVersionId, 'AWSPREVIOUS');
    return {};
  }
}
