/**
 * Words that DynamoDB keeps for itself and that are likely names of attributes, in lower case.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
 */
export const DYNAMODB_RESERVED_WORDS = new Set(`
  action attribute authorization base binary block bucket byte capacity catalog character class collection comment condition connection
  count counter current cursor data database date datetime day default definition depth descriptor disconnect domain duration element error
  exception expression external family file filter first format function general global group handler hash hidden hour identity index
  indicator input interval item items key keys language last left length level limit list local location lock log long map max member method
  metrics min minute mode module month name names new next null number object offset old open operator option order other output owner
  parameter parameters partition path percent permission permissions plan pool position primary private procedure project property
  provisioning public query rank raw read record ref reference references region release replace request resource response result role roles
  row rows rule rules sample schema scope search second section segment segments sequence session share shared short signal size snapshot
  source space start state status storage store stream string style system table temp text throughput time timestamp timezone token total
  transaction trigger ttl type unique unit update url usage user users uuid value values variable view views virtual window work write year
  zone
`.trim().split(/\s+/));
