/**
 * The text of a message: its action and its fields.
 *
 * @param fields what it carries beside its action: a JSON object
 * @param actionField where the action stands
 * @throws when it is larger than `maxBytes`
 */
export function messageText(action: string, fields: object, maxBytes: number, actionField = 'action'): string {
  if (actionField in fields) throw new Error(`the fields of '${action}' have a field '${actionField}' of their own, by which API Gateway would choose the route; name it otherwise`);
  const text = JSON.stringify({ [actionField]: action, ...fields });
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxBytes) throw new Error(`'${action}' has ${bytes} bytes, and over ${maxBytes} API Gateway closes the connection; send a link to what is large`);
  return text;
}
