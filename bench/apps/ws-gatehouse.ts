import { benchStack, handler } from './bench-stack';
import { ApiAlarmKind, Authorizer, Integration, RealtimeWebSocketApi, RealtimeWebSocketApiProps, Sessions } from 'cdk-gatehouse';

/** What aws-cdk-lib's WebSocketApi does not have either. The logs, the deployment and what API Gateway answers itself cannot be switched off, so they stay. */
const LIKE_FOR_LIKE: Partial<RealtimeWebSocketApiProps> = {
  alarms: { without: Object.values(ApiAlarmKind) },
  sessions: Sessions.none('a benchmark'),
};

benchStack((stack, variant, routes) => {
  const integration = Integration.lambdaFunction(handler(stack));
  const likeForLike = variant === 'ws-like-for-like';
  const api = new RealtimeWebSocketApi(stack, 'Api', { authorizer: Authorizer.iam(), ...likeForLike ? LIKE_FOR_LIKE : {} });
  if (likeForLike) api.addRoute('$connect', { integration });
  for (let index = 0; index < routes; index++) api.addRoute(`route${index}`, { integration });
});
