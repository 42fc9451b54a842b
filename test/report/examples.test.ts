import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FORMATS } from "../../report/formats";
import { root, virtioFirst } from "../cli/support";
import { expected } from "../examples/expected";
import { codeQualityIssues, junitCases, reportOfJson, sarifLog } from "./schemas";

const OUTPUTS = ["json", "sarif", "junit", "codequality", "markdown", "github"] as const;

/** Formats with tests of their own that look at them: the terminal page, the pictures, the page in a browser. */
const LOOKED_AT = ["text", "html", "svg", "mermaid"];

describe("the report of each example", () => {
    let folder: string;
    before(() => void (folder = mkdtempSync(join(tmpdir(), "virtio-first-reports-"))));
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [example, { exitCode, mandatory }] of Object.entries(expected)) {
        it(`${example}: fits every format's schema, and says the same in all of them`, async () => {
            const config = join(root, "examples", example, "policy-config.json");
            const file = (format: string): string => join(folder, `${example}.${format}`);
            const read = (format: (typeof OUTPUTS)[number]): string => readFileSync(file(format), "utf8");
            const { code, out, err } = await virtioFirst(
                "preview",
                join(root, "examples", example),
                ...OUTPUTS.flatMap((format) => ["--output", `${format}=${file(format)}`]),
                ...(existsSync(config) ? ["--policy-pack-config", config] : []),
            );
            assert.equal(code, exitCode, `${out}\n${err}`);
            assert.match(out, /^Offline preview of /);

            const report = reportOfJson(read("json"));
            const refusals = report.findings.filter(({ level }) => level === "mandatory");
            assert.equal(refusals.length, mandatory.length);

            const [run] = sarifLog(read("sarif")).runs;
            assert.equal(run?.results?.filter(({ level }) => level === "error").length, refusals.length);
            const granted = report.resources.flatMap(({ attachments }) =>
                attachments.filter(({ verdict }) => verdict.state === "granted"),
            );
            const suppressed = run?.results?.filter(({ suppressions }) => suppressions?.length === 1) ?? [];
            assert.equal(suppressed.length, granted.length);

            const issues = codeQualityIssues(read("codequality"));
            assert.equal(issues.filter(({ severity }) => severity === "critical").length, refusals.length);

            const cases = await junitCases(read("junit"));
            const refusedResources = new Set(refusals.map(({ urn }) => urn)).size;
            assert.equal(cases.filter(({ failure }) => failure !== undefined).length, refusedResources);

            const errors = read("github").match(/^::error file=/gm) ?? [];
            assert.equal(errors.length, refusals.length);
            assert.ok(read("markdown").includes(`\`${report.project}/${report.stack}\``));

            // What was written can be read again, and gives the same in every format.
            const again = await virtioFirst("report", "--from", file("json"), "--output", "sarif");
            assert.equal(again.code, exitCode, again.err);
            assert.equal(again.out, read("sarif").trimEnd());
        });
    }

    it("is tried in every format that there is", () => {
        const own = Object.keys(FORMATS).filter((format) => !LOOKED_AT.includes(format));
        assert.deepEqual(own.sort(), [...OUTPUTS].sort());
    });
});
