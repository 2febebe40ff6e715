import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isRecord } from '../intrinsic';

/**
 * Acknowledges, finding by finding, that a role may do something to resources which nobody can name before they are there.
 *
 * cdk-nag names a resource in a finding as the template does, so the ids are known at synthesis alone.
 *
 * @param resourceArns what the role's policy names, with wildcards
 */
export function acknowledgeWildcards(role: IConstruct, resourceArns: () => string[], reason: string): void {
  role.node.addValidation({
    validate: () => {
      const stack = Stack.of(role);
      for (const arn of resourceArns()) {
        Validations.of(role).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${flattened(stack.resolve(arn))}]`, reason });
      }
      return [];
    },
  });
}

/** As cdk-nag writes references: `<Resource>`, `<Resource.Arn>`. */
function flattened(value: unknown): string {
  if (!isRecord(value)) return String(value);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (typeof Ref === 'string') return `<${Ref}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (!Array.isArray(join) || !Array.isArray(join[1])) return JSON.stringify(value);
  return (join[1] as unknown[]).map(flattened).join(String(join[0]));
}
