/**
 * What the tests in this process reach of the rooms that decide, by lines and branches; exits with 1 below the limit.
 * `npm run coverage`.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import Table from "cli-table3";
import { type CoverageMapData, createCoverageMap, createCoverageSummary } from "istanbul-lib-coverage";

const ROOT = join(__dirname, "..", "..");
/**
 * The least per cent of branches in each room. What is left in the register's readers are guards for what the types of
 * the YAML and schema libraries allow and no text brings about.
 */
const BRANCHES = { techniques: 95, exceptions: 95, "policy-pack": 95 };
/** The least per cent of lines. */
const LINES = 95;

const map = createCoverageMap(
    JSON.parse(readFileSync(join(ROOT, "coverage", "coverage-final.json"), "utf8")) as CoverageMapData,
);
const rows = Object.entries(BRANCHES).map(([room, limit]) => {
    const summary = createCoverageSummary();
    const open: string[] = [];
    for (const file of map.files()) {
        const path = relative(ROOT, file);
        if (!path.startsWith(`${room}/`)) {
            continue;
        }
        const coverage = map.fileCoverageFor(file);
        const { data } = coverage;
        for (const [id, branch] of Object.entries(data.branchMap)) {
            // The compiler's own prologue stands on the first line, and what it ends a module with comes first and never
            // runs: neither is a branch of the source.
            if (branch.loc.start.line === 1 || (id === "0" && data.b[id]?.[0] === 0)) {
                Reflect.deleteProperty(data.branchMap, id);
                Reflect.deleteProperty(data.b, id);
            }
        }
        summary.merge(coverage.toSummary());
        const missed = Object.entries(data.branchMap).flatMap(([id, branch]) =>
            data.b[id]?.some((count) => count === 0) === true ? [branch.loc.start.line] : [],
        );
        if (missed.length > 0) {
            open.push(`${path}: branches at lines ${[...new Set(missed)].join(", ")}`);
        }
    }
    return { room, limit, lines: summary.lines.pct, branches: summary.branches.pct, open };
});

if (process.argv.includes("--open")) {
    rows.forEach(({ open }) => console.log(open.join("\n")));
}
const table = new Table({ head: ["room", "lines %", "branches %"], style: { head: [], border: [] } });
table.push(...rows.map(({ room, lines, branches }) => [room, String(lines), String(branches)]));
console.log(table.toString());
const below = rows.filter(({ limit, lines, branches }) => !(lines >= LINES && branches >= limit));
if (below.length > 0) {
    console.error(
        `below the limit: ${below.map(({ room }) => room).join(", ")}; \`npm run coverage -- --open\` names the lines`,
    );
    process.exitCode = 1;
}
