#!/usr/bin/env node
/** The command line. Plain JavaScript, so that help and wrong usage answer before TypeScript or a heavy module loads. */
import {createProgram} from "../src/cli/program.mjs";

await createProgram().parseAsync(process.argv);
