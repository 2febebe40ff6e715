import { writeFileSync } from 'fs';
import { join } from 'path';
import { Names, attachCustomSynthesis } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * Puts an API's contract into the cloud assembly, beside the templates: `<unique name of the construct>.openapi.json`.
 */
export function writeContractFile(api: Construct, contractText: () => string): void {
  attachCustomSynthesis(api, {
    onSynthesize: (session) => writeFileSync(join(session.outdir, `${Names.nodeUniqueId(api.node)}.openapi.json`), contractText()),
  });
}
