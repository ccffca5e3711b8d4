/** A message's text, written once however often it is sent: messages are never changed. */
const texts = new WeakMap<object, string>();

export function textOf(message: object): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const text = JSON.stringify(message);
  texts.set(message, text);
  return text;
}
