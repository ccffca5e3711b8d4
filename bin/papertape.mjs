#!/usr/bin/env node
/** The command line. Plain JavaScript, so that help and wrong usage answer before TypeScript or a heavy module loads. */
import {createProgram} from "../src/cli/program.mjs";

await createProgram().parseAsync(process.argv);

/** Whatever still holds the process then, a socket or a timer of a library, has nothing more to do. */
const LINGER_MS = 5_000;
setTimeout(() => process.exit(), LINGER_MS).unref();
