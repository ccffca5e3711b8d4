/** Formats that are recognised by name and not read: a message that names them is better than a row of nonsense. */

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/\.(feather|hdf5|h5|arrow|pkl|pickle)$/i, "an Arrow, HDF5 or pickle file (Parquet, CSV and JSON are read)"],
  [/\.(7z|rar|tar|tgz|xz|bz2|zst)$/i, "an archive packed in a way that is not unpacked here (zip and gz are)"],
  [/-(bookDepth|liquidationSnapshot|BVOLIndex|EOHSummary)-/, "a file of Binance's that no table keeps"]
];

/** The format's name in words; null for a file that is worth a try. */
export function unsupportedFormat(path: string, entry: string): string | null {
  for (const [pattern, words] of FORMATS) if (pattern.test(path) || pattern.test(entry)) return words;
  return null;
}
