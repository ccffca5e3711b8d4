/** Exit codes, as docs/reference/cli.md lists them; 0 is done. */
export const EXIT_FAILED = 1;
export const EXIT_WRONG_INPUT = 2;
