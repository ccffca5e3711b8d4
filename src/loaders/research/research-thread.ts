/** A thread that does parts of a measurement over columns that it shares with the others, as it is sent them. */
import {parentPort, workerData} from "node:worker_threads";
import type {ResearchSetting} from "../../lib/integration/factor-setting.js";
import {doResearch, type ResearchJob} from "./research-job.js";

const setting = workerData as ResearchSetting;

// An exception ends the thread, and with it the measurement: half of one is of no use to anybody.
parentPort?.on("message", (job: ResearchJob) => parentPort?.postMessage(doResearch(job, setting)));
