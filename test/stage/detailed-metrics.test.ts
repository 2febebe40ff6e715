import { REST_STAGES, V2_STAGES, synthesized } from './stage-spellings';
import { StageDetailedMetrics } from '../../src/stage/detailed-metrics';

test.each(REST_STAGES)('publishes metrics for each method of $title', (spelling) => {
  expect(synthesized(spelling, (stage) => stage.with(new StageDetailedMetrics())).MethodSettings)
    .toEqual([{ HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }]);
});

test.each(V2_STAGES)('publishes metrics for each route of $title', (spelling) => {
  expect(synthesized(spelling, (stage) => stage.with(new StageDetailedMetrics())).DefaultRouteSettings)
    .toMatchObject({ DetailedMetricsEnabled: true });
});

test.each([...REST_STAGES, ...V2_STAGES])('is the same applied twice as once on $title', (spelling) => {
  const once = synthesized(spelling, (stage) => stage.with(new StageDetailedMetrics()));
  expect(synthesized(spelling, (stage) => stage.with(new StageDetailedMetrics(), new StageDetailedMetrics()))).toEqual(once);
});
