// The CDK's template validator costs more than a second per test file; test/validated runs with it on.
process.env.CDK_VALIDATION = 'false';
