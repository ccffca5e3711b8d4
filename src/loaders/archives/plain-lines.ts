/**
 * Text of tables as the parsers expect it, whatever program wrote it: no byte order mark, commas between fields, a point
 * before decimals, lines that end with a line feed. Changes bytes one for one; text that is so already passes untouched.
 */

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const [COMMA, POINT, SEMICOLON, TAB, FEED, RETURN] = [",", ".", ";", "\t", "\n", "\r"].map((sign) =>
  sign.charCodeAt(0)
) as [number, number, number, number, number, number];
const HEAD_BYTES = 8192;

export async function* plainLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array(0);
  let change = (bytes: Uint8Array) => bytes;
  for await (const chunk of chunks) {
    if (head === null) {
      yield change(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    const begun = withoutMark(head);
    change = changeFor(begun);
    yield change(begun);
    head = null;
  }
  if (head === null) return;
  const begun = withoutMark(head);
  if (begun.length > 0) yield changeFor(begun)(begun);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

/** What is to be put in place of what, told by the beginning of the text. */
function changeFor(head: Uint8Array): (bytes: Uint8Array) => Uint8Array {
  const replacements = new Map<number, number>();
  if (!head.includes(FEED) && head.includes(RETURN)) replacements.set(RETURN, FEED);
  const text = new TextDecoder().decode(head.subarray(0, HEAD_BYTES));
  const lines = text.split(/[\r\n]+/).filter((line) => line !== "");
  // A comma beside tabs or semicolons is a decimal comma, unless a heading of words has it too.
  const line = lines.find((one) => /[;\t]/.test(one)) ?? "";
  const separator = line.split(";").length >= line.split("\t").length ? SEMICOLON : TAB;
  const parts = line.split(String.fromCharCode(separator)).length;
  if (parts >= 3 && parts > line.split(",").length) {
    replacements.set(separator, COMMA);
    if (lines.slice(1).some((one) => /\d,\d/.test(one))) replacements.set(COMMA, POINT);
  }
  if (replacements.size === 0) return (bytes) => bytes;
  return (bytes) => bytes.map((byte) => replacements.get(byte) ?? byte);
}
