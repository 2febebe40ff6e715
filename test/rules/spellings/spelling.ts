import { AppReflection } from '../../../src/reflection/app-reflection';
import { CfnTemplate } from '../cfn-template';

/** One of the ways in which the same facts can be written. */
export interface Spelling {
  readonly name: string;
  /** Writes a template in this way and reads it back; undefined when its facts cannot be written so. */
  readonly reflect: (template: CfnTemplate) => AppReflection | undefined;
}
