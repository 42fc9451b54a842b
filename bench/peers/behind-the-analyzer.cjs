// The pack as the engine runs it, on manifests. Prints every object that is refused, as `Kind/name`. An engine of its own
// would add its program and its plugins.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { loadAll } = require("js-yaml");
const { judged } = require("../analyzer.cjs");

const objects = new Map();
const resources = loadAll(readFileSync(process.argv[2], "utf8")).map((object) => {
    const group = object.apiVersion === "v1" ? "core/v1" : object.apiVersion;
    const type = `kubernetes:${group}:${object.kind}`;
    const { name } = object.metadata;
    const urn = `urn:pulumi:dev::bench::${type}::${name}`;
    objects.set(urn, `${object.kind}/${name}`);
    return { urn, type, name, properties: object };
});

judged(join(__dirname, "..", "..", "policy-pack"), resources).then(({ findings }) => {
    const refused = findings.flatMap(({ urn, mandatory }) => (mandatory ? (objects.get(urn) ?? []) : []));
    console.log([...new Set(refused)].join("\n"));
});
