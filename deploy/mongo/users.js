// Run once, on an empty data folder: one user for each service, who may read and write its own database and no other.
const fs = require("fs");
// Destroyed keys of households leave the files of the store too: that takes compact, which readWrite does not allow.
db.getSiblingDB("intake").createRole({
  role: "forget",
  privileges: [{ resource: { db: "intake", collection: "household_keys" }, actions: ["compact"] }],
  roles: [],
});
for (const service of ["intake", "dispatch", "resource"]) {
  const more = service === "intake" ? [{ role: "forget", db: "intake" }] : [];
  db.getSiblingDB(service).createUser({
    user: service,
    pwd: fs.readFileSync(`/run/secrets/mongo-${service}-password`, "utf8").trim(),
    roles: [{ role: "readWrite", db: service }, ...more],
  });
}
