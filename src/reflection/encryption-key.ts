import { Fact } from './fact';
import { PolicyDocument } from './policy-document';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** A key of the account's own, by which a service encrypts. */
export interface EncryptionKey {
  /** Undefined when it is not part of the app. */
  readonly resource?: TemplateResource;
}

/** The key that a property names; absent without one, and where it is AWS's own. */
export function encryptionKey(value: TemplateValue): Fact<EncryptionKey> {
  return value.text().flatMap((text) => {
    if (/(^|:)alias\/aws\//.test(text.marked)) return Fact.absent();
    const named = text.references[0]?.resource;
    const key = named?.resourceType === 'AWS::KMS::Alias' ? named.property('TargetKeyId').text().value?.references[0]?.resource : named;
    return Fact.known({ resource: key?.resourceType === 'AWS::KMS::Key' ? key : undefined });
  });
}

/** Whether the policy of a key itself lets a role do something with it. */
export function keyPolicyAllows(key: TemplateResource, role: TemplateResource, action: string): boolean {
  const statements = PolicyDocument.of(key.property('KeyPolicy')).flatMap(({ allowing }) => allowing).value ?? [];
  return statements.some((statement) => statement.covers(action).is(Boolean)
    && statement.principals.is((principals) => principals.some(({ name }) => name.references.some(({ resource }) => resource === role))));
}
