import { parseDocument } from './document-text';
import { Fact } from './fact';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** The definition of an API that stands in a file: an asset of the app, or a file beside the template. Absent without one. */
export function readBodyAsset(api: TemplateResource): Fact<TemplateValue> {
  const location = api.property('BodyS3Location');
  if (location.isAbsent) return Fact.absent();
  const { readAsset } = api.template.origin;
  // `aws cloudformation package` and SAM take the path of a file; the CDK writes the bucket of its assets and the file's hash.
  return location.get('Key').string().orElse(() => location.string()).flatMap((name) => {
    const text = readAsset?.(name);
    if (text === undefined) return Fact.unknowable('its definition is a file in S3');
    try {
      return Fact.known(TemplateValue.of(parseDocument(text), api.template, location.path));
    } catch {
      return Fact.unknowable(`its definition, '${name}', is neither JSON nor YAML`);
    }
  });
}
