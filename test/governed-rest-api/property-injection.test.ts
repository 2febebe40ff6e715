import {
  App, IPropertyInjector, InjectionContext, PropertyInjectors, Stack, Stage, aws_apigateway as apigateway,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WebAcl } from '../../src/access/web-acl';
import { UsagePlanTier } from '../../src/access/usage-plan-tier';
import { UsagePlanTierProps } from '../../src/access/usage-plan-tier';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { ApiAlarmKind, ApiAlarmsProps } from '../../src/observability/api-alarms-options';
import { MonitoredApi } from '../../src/observability/monitored-api';
import { restApi, template, testStack } from '../rest-api';
