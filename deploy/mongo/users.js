// Run once, on an empty data folder: one user for each service, who may read and write its own database and no other.
const fs = require("fs");
for (const service of ["intake", "dispatch", "resource"]) {
  db.getSiblingDB(service).createUser({
    user: service,
    pwd: fs.readFileSync(`/run/secrets/mongo-${service}-password`, "utf8").trim(),
    roles: [{ role: "readWrite", db: service }],
  });
}
