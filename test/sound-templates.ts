import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Document } from './rest-api';

/** The text of every template of the assembly, nested ones and those of inner assemblies too. The CDK fails here on a cycle between stacks. */
export function synthesized(app: App): string[] {
  const { directory } = app.synth();
  return readdirSync(directory, { recursive: true }).map(String).filter((file) => file.endsWith('template.json')).sort()
    .map((file) => readFileSync(join(directory, file), 'utf8'));
}

/** The resources of a type, in whichever template. */
export function resourcesOf(templates: string[], type: string): Document[] {
  const resources = templates.flatMap((text) => Object.values((JSON.parse(text) as Document).Resources ?? {}));
  return resources.filter((resource) => String(resource.Type) === type);
}

/** No partition is written out, and no resource needs itself: the assertions of the CDK refuse a template with a circle. */
export function expectSound(templates: string[]): void {
  for (const text of templates) {
    expect(text).not.toMatch(/arn:aws(-[a-z]+)*:/);
    expect(text).not.toContain('${Token[');
    expect(() => Template.fromString(text)).not.toThrow();
  }
}
