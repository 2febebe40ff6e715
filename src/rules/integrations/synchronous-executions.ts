import { ApiType } from '../../api-type';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { timeoutMillis } from '../../reflection/integration-timeout';
import { ServiceRequest } from '../../reflection/service-request';
import { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const SYNC = 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html';

/** Routes that wait for the execution of a state machine. */
export const synchronousExecutions: Rule[] = [
  integrationRule({
    id: 'sfn-sync-on-standard',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A route waits for an execution that cannot be waited for',
    why: 'Step Functions refuses StartSyncExecution for state machines of the type STANDARD, which is the default.',
    fix: 'set StateMachineType to EXPRESS, or start the execution with StartExecution and do not wait',
    snippet: `
      Type: AWS::StepFunctions::StateMachine
      Properties:
        StateMachineType: EXPRESS`,
    docs: SYNC,
  }, (integration, route) => {
    const type = waitedFor(integration)?.property('StateMachineType');
    return type && judge(type.string().orDefault('STANDARD'), {
      what: `the type of the state machine of '${route.key}'`,
      place: type,
      known: (kind) => kind === 'STANDARD' ? violation(`'${route.key}' waits for the execution of a state machine of the type 'STANDARD'`, type.isGiven ? type : undefined) : undefined,
    });
  }),

  integrationRule({
    id: 'sfn-sync-too-long',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An execution may take longer than API Gateway waits for it',
    why: 'An Express execution may run for five minutes: the caller gets an error long before, and the execution goes on.',
    fix: 'set TimeoutSeconds in the definition below the timeout of the integration, or start the execution without waiting',
    snippet: `
      Type: AWS::StepFunctions::StateMachine
      Properties:
        StateMachineType: EXPRESS
        Definition:
          TimeoutSeconds: 25`,
    docs: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-express-synchronous.html',
  }, (integration, route) => {
    const machine = waitedFor(integration);
    const waited = timeoutMillis(route.api, integration).value;
    if (!machine || waited === undefined || !machine.property('StateMachineType').string().is((type) => type === 'EXPRESS')) return undefined;
    const definition = definitionOf(machine);
    const what = `how long the execution of '${route.key}' may take`;
    const subject = `'${route.key}' waits ${waited} ms for an execution`;
    return judge(definition.entries(), {
      what,
      place: definition,
      known: () => judge(definition.get('TimeoutSeconds').number(), {
        what,
        place: definition,
        known: (seconds) => seconds * 1000 <= waited ? undefined : violation(`${subject} that may take ${seconds * 1000} ms`, definition.get('TimeoutSeconds')),
        absent: () => violation(`${subject} that has no TimeoutSeconds`, definition),
      }),
    });
  }),
];

function waitedFor(integration: IntegrationReflection): TemplateResource | undefined {
  const request = ServiceRequest.of(integration).value;
  const isSynchronous = request?.service === 'states' && request.action.is((action) => action === 'StartSyncExecution');
  return isSynchronous ? request.resource('AWS::StepFunctions::StateMachine').value : undefined;
}

/** An object, or a text of JSON. One that lies in a bucket is absent. */
function definitionOf(machine: TemplateResource): TemplateValue {
  const written = machine.property('Definition');
  return written.isGiven ? written : machine.property('DefinitionString').document();
}
