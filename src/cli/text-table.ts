/** Rows as aligned columns for a terminal. Numbers are right-aligned. */
export function textTable(rows: readonly Readonly<Record<string, string | number | null>>[]): string {
  const first = rows[0];
  if (first === undefined) return "(nothing)";
  const columns = Object.keys(first);
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? "–")));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => (row[index] ?? "").length))
  );
  const isNumeric = columns.map((column) =>
    rows.every((row) => row[column] === null || typeof row[column] === "number")
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) =>
        isNumeric[index] === true ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)
      )
      .join("  ")
      .trimEnd();
  return [line(columns), line(widths.map((width) => "─".repeat(width))), ...cells.map(line)].join("\n");
}
