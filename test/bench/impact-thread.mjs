/** Where a thread of the benchmark begins: plain JavaScript, because a thread does not take over how its parent reads TypeScript. */
import {register} from "tsx/esm/api";

register();
await import("./impact-thread.js");
