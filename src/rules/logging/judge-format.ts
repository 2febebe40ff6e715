import { AccessLogFormat } from '../../reflection/access-log-format';
import { StageReflection } from '../../reflection/stage-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { judge } from '../outcome';

type Outcomes = ReturnType<typeof judge>;

/** Says what a rule says of the access log's format; nothing of a stage without one. */
export function judgeFormat(stage: StageReflection, known: (format: AccessLogFormat, place: TemplateValue) => Outcomes): Outcomes {
  const place = stage.accessLog.get('Format');
  return judge(AccessLogFormat.of(stage), { what: `the access log format of ${stage}`, place, known: (format) => known(format, place) });
}
