/** A curve the size of a word, for a row of a table. */
const NAMESPACE = "http://www.w3.org/2000/svg";

export interface SparklineOptions {
  readonly width?: number;
  readonly height?: number;
  /** Draws the zero line and scales around it. */
  readonly hasZero?: boolean;
  readonly label: string;
}

export function sparkline(
  values: readonly (number | null)[],
  {width = 96, height = 24, hasZero = false, label}: SparklineOptions
): SVGSVGElement {
  const image = document.createElementNS(NAMESPACE, "svg");
  const attributes = {width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label};
  for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, String(value));
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return image;
  const low = Math.min(...known, ...(hasZero ? [0] : []));
  const high = Math.max(...known, ...(hasZero ? [0] : []));
  const x = (index: number) => 2 + (index / (values.length - 1)) * (width - 4);
  const y = (value: number) => (high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4));
  if (hasZero) image.append(path(`M0,${y(0)}H${width}`, "var(--pt-line)"));
  image.append(path(curve(values, x, y), "var(--pt-accent)"));
  return image;
}

/** A missing value breaks the line. */
function curve(values: readonly (number | null)[], x: (index: number) => number, y: (value: number) => number): string {
  let isDown = false;
  return values
    .map((value, index) => {
      const command = value === null ? "" : `${isDown ? "L" : "M"}${x(index).toFixed(1)},${y(value).toFixed(1)}`;
      isDown = value !== null;
      return command;
    })
    .join("");
}

function path(shape: string, stroke: string): SVGPathElement {
  const made = document.createElementNS(NAMESPACE, "path");
  for (const [name, value] of Object.entries({
    d: shape,
    fill: "none",
    stroke,
    "stroke-width": "1.5",
    "stroke-linejoin": "round"
  }))
    made.setAttribute(name, value);
  return made;
}
