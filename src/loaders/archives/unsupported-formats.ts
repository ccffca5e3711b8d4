/** Formats that are recognised by name and not read: a message that names them is better than a row of nonsense. */

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/_ob\d+\.data$|-ob\d+\.data/i, "a Bybit order-book dump (ob500)"],
  [/book_snapshot_\d+/i, "a Tardis order-book file"],
  [/(minute|second|hour|daily)_quote/i, "a LEAN quote file (bid and ask bars)"],
  [/margin_interest/i, "a LEAN margin-interest file"],
  [/_(combined_)?(stream|ws)_|_ws_\d/i, "a recorded WebSocket stream"],
  [/\.(parquet|feather|hdf5|h5|arrow)$/i, "a Parquet, Arrow or HDF5 file"],
  [/\.(7z|rar|tar|xz|bz2|zst)$/i, "an archive packed in a way that is not unpacked here (zip and gz are)"]
];

/** The format's name in words; null for a file that is worth a try. */
export function unsupportedFormat(path: string, entry: string): string | null {
  for (const [pattern, words] of FORMATS) if (pattern.test(path) || pattern.test(entry)) return words;
  return null;
}

/** Folders of the normal form that hold figures Papertape keeps no table of. */
const OTHER_FIGURES = /[\\/](alt[\\/]1d|1d_snapshot|open_interest_\w+)[\\/]/;

export function isOtherFigure(path: string): boolean {
  return OTHER_FIGURES.test(path);
}
