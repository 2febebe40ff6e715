import { Names, Stack, Stage, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct, IConstruct } from 'constructs';
import { WebAcl } from '../access/web-acl';
import { WebAclScope } from '../access/web-acl-contract';

const REGION = 'us-east-1';
const PARTITION = 'aws';
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const LONGEST_STACK_NAME = 128;

/**
 * @throws when the web ACL cannot stand in front of a distribution of this stack; nothing is created
 */
export function checkCloudFrontWebAcl(scope: Construct, webAcl: WebAcl): void {
  if (typeof (webAcl as WebAcl | null)?.bindWebAcl !== 'function') {
    throw new Error(`cloudFront.webAcl is '${String(webAcl)}', which is no WebAcl; write WebAcl.managed(), WebAcl.existing(arn) or WebAcl.none('<why>')`);
  }
  if (!isMade(webAcl)) {
    webAcl.bindWebAcl({ scope, webAclScope: WebAclScope.CLOUDFRONT });
    return;
  }
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region)) {
    throw new Error(`'${Stack.of(scope).node.path}' has no region, so nobody knows whether the web ACL of CloudFront, which lives in ${REGION}, can be made there; `
      + 'give the stack env: { region: \'...\' }, or write webAcl: WebAcl.existing(arn) or WebAcl.none(\'<why>\')');
  }
  if (RegionInfo.get(region).partition !== undefined && RegionInfo.get(region).partition !== PARTITION) {
    throw new Error(`the web ACL of CloudFront lives in ${REGION}, to which '${region}' has no way; write webAcl: WebAcl.existing(arn) or WebAcl.none('<why>')`);
  }
  if (region === REGION) return;
  const taken = homeParent(scope).node.tryFindChild(homeId(scope));
  if (!taken && homeName(scope).length > LONGEST_STACK_NAME) {
    throw new Error(`the stack in ${REGION} for the web ACL of CloudFront would have the name '${homeName(scope)}', and CloudFormation takes ${LONGEST_STACK_NAME} characters; `
      + `make a stack with the id '${homeId(scope)}' there yourself, or write webAcl: WebAcl.existing(arn)`);
  }
  if (taken && !(Stack.isStack(taken) && taken.region === REGION && taken.account === Stack.of(scope).account)) {
    throw new Error(`'${taken.node.path}' stands where the stack in ${REGION} for the web ACL of CloudFront would be made; give it another id, or that region and the same account, or write webAcl: WebAcl.existing(arn)`);
  }
}

/**
 * Makes the web ACL where it has to live, and says its ARN; undefined when there is none.
 */
export function bindCloudFrontWebAcl(scope: Construct, webAcl: WebAcl): string | undefined {
  const elsewhere = isMade(webAcl) && Stack.of(scope).region !== REGION;
  const home = elsewhere ? new Construct(homeStack(scope), Names.uniqueResourceName(scope, { maxLength: 200 })) : scope;
  return webAcl.bindWebAcl({ scope: home, webAclScope: WebAclScope.CLOUDFRONT }).webAclArn;
}

/** The others exist already, or are not meant to. */
function isMade(webAcl: WebAcl): boolean {
  return webAcl.webAclArn === undefined && webAcl.optOutReason === undefined;
}

/** One for each stack, in the same stage of the app; the user may have made it, with a synthesizer of his own. */
function homeStack(scope: Construct): Stack {
  const parent = homeParent(scope);
  const stack = topLevel(scope);
  return parent.node.tryFindChild(homeId(scope)) as Stack | undefined ?? new Stack(parent, homeId(scope), {
    description: `What CloudFront needs in ${REGION} for the stack ${stack.stackName}`,
    env: { account: stack.account, region: REGION },
    stackName: homeName(scope),
    tags: stack.tags.tagValues(),
    terminationProtection: stack.terminationProtection,
    crossRegionReferences: true,
  });
}

/** With the region in it: a stack of the same name in another region has a web ACL of its own. */
function homeId(scope: IConstruct): string {
  return `${topLevel(scope).node.id}-${topLevel(scope).region}-cloudfront`;
}

function homeName(scope: IConstruct): string {
  return `${topLevel(scope).stackName}-${topLevel(scope).region}-cloudfront`;
}

function homeParent(scope: IConstruct): Construct {
  const { node } = topLevel(scope);
  return node.scope as Construct | undefined ?? Stage.of(scope)!;
}

/** A nested stack has the region of the one around it. */
function topLevel(scope: IConstruct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}
