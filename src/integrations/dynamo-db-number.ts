const NUMBER = /^[+-]?(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const DIGITS = 38;

/**
 * Whether DynamoDB takes a text as a number: 0, or one of 1E-130 to 9.99E+125 and as much below zero, in at most 38 digits.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function isDynamoDbNumber(text: string): boolean {
  const [matched, whole, fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (matched === undefined) return false;
  const digits = `${whole}${fraction}`;
  const leading = digits.search(/[1-9]/);
  if (leading === -1) return true;
  const magnitude = Number(exponent) + whole.length - 1 - leading;
  return digits.slice(leading).replace(/0+$/, '').length <= DIGITS && magnitude >= -130 && magnitude <= 125;
}
