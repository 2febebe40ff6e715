export const HELP = `gatehouse checks Amazon API Gateway APIs in CloudFormation templates.

  gatehouse check PATH...   check templates, folders of them, and cloud assemblies
  gatehouse rules           list the rules
  gatehouse check --help    what check can be told
  gatehouse --version
`;

export const CHECK_HELP = `gatehouse check PATH... checks the APIs of

  a CloudFormation template, in JSON or YAML
  a folder, with all templates below it
  a cloud assembly, as 'cdk synth' writes into cdk.out

  --format text|json|sarif            how to report (text)
  --severity error|warning|unknown    the least that is listed (warning); unknown is what only the deployment can tell
  --category NAME,NAME                only correctness, security, reliability, cost or operations (all)
  --acknowledge FILE                  findings that do not count, each with its reason: a list of
                                      { rule, reason, file?, resource?, route? } in YAML or JSON
  --declare FILE                      what no template says: an object of the options of the checks, as
                                      { production: true, requiredTags: [owner], quotas: { routes: 600 } }

It exits with 0 when there is no error, with 1 when there is one, and with 2 when something that was given could not be checked.
`;
