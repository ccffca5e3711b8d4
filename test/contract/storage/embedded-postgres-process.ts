/** A process that starts or adopts the embedded database in argv[2], says so on stdout, and stops it when stdin ends. */
import {ensureEmbeddedPostgres} from "../../../src/loaders/database/embedded-postgres.js";

const server = await ensureEmbeddedPostgres({folder: String(process.argv[2])});
process.stdout.write(`${JSON.stringify({url: server.url, adopted: server.adopted, pid: server.pid})}\n`);
process.stdin.resume();
process.stdin.on("end", () => {
  server.stop().then(() => process.exit(0));
});
