import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, virtioFirst } from "../cli/support";
import { expected, otherLanguages, withoutProgram } from "./expected";

/** What these tests read of a preview's JSON. */
interface PreviewReport {
    readonly conformance: { readonly level: string; readonly unverified: number };
    readonly resources: readonly {
        readonly type: string;
        readonly name: string;
        readonly attachments: readonly {
            readonly techniques: readonly string[];
            readonly role: string;
            readonly exceptionIds: readonly string[];
        }[];
    }[];
    readonly findings: readonly { readonly level: string; readonly message: string }[];
}

type PolicyConfig = Record<"paravirtual-io", Record<string, unknown>>;

const configOf = (example: string): string => join(root, "examples", example, "policy-config.json");

function readConfig(example: string): PolicyConfig {
    return JSON.parse(readFileSync(configOf(example), "utf8")) as PolicyConfig;
}

/** Previews an example under a policy config, if it has one. */
async function preview(example: string, config: string): Promise<{ code: number; report: PreviewReport }> {
    const options = existsSync(config) ? ["--policy-pack-config", config] : [];
    const { out, code } = await virtioFirst("preview", join(root, "examples", example), "--json", ...options);
    return { code, report: JSON.parse(out) as PreviewReport };
}

function attachmentsIn({ resources }: PreviewReport): string[] {
    return resources
        .flatMap(({ type, name, attachments }) =>
            attachments.map(({ techniques, role, exceptionIds }) =>
                [`${type.split(":").at(-1)} ${name}: ${techniques.join(" or ")} (${role})`, ...exceptionIds].join(" "),
            ),
        )
        .sort();
}

function rulesIn({ findings }: PreviewReport, level: string): string[] {
    return findings
        .filter((finding) => finding.level === level)
        .map(({ message }) => /^ *rule: (\S+)/m.exec(message)?.[1] ?? message)
        .sort();
}

describe("the examples", () => {
    it("each have an expected verdict here", () => {
        const folders = readdirSync(join(root, "examples"), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => entry.name);
        assert.deepEqual([...Object.keys(expected), ...otherLanguages, ...withoutProgram].sort(), folders.sort());
    });

    for (const example of otherLanguages) {
        it(`${example}: the offline preview says that it cannot run this language, and decides nothing`, async () => {
            const { err, code } = await virtioFirst("preview", join(root, "examples", example));
            assert.notEqual(code, 0);
            assert.match(err, new RegExp(`runtime ${example}`));
        });
    }

    for (const [example, row] of Object.entries(expected)) {
        const { exitCode, conformance, attachments, mandatory, advisory } = row;
        it(`${example}: ${conformance}, exit code ${exitCode}`, async () => {
            const { code, report } = await preview(example, configOf(example));
            assert.deepEqual(
                {
                    exitCode: code,
                    conformance: report.conformance.level,
                    attachments: attachmentsIn(report),
                    mandatory: rulesIn(report, "mandatory"),
                    advisory: rulesIn(report, "advisory"),
                },
                { exitCode, conformance, attachments, mandatory, advisory },
            );
        });
    }

    describe("under a policy config that is changed", () => {
        let folder: string;
        before(() => (folder = mkdtempSync(join(tmpdir(), "virtio-first-examples-"))));
        after(() => rmSync(folder, { recursive: true, force: true }));

        /** Previews an example with some keys of its policy config set anew. */
        async function previewWith(example: string, changes: object): Promise<{ code: number; report: PreviewReport }> {
            const file = join(folder, `${example}.json`);
            const config = readConfig(example)["paravirtual-io"];
            writeFileSync(file, JSON.stringify({ "paravirtual-io": { ...config, ...changes } }));
            return preview(example, file);
        }

        for (const [example, { conformance, attachments }] of Object.entries(expected)) {
            if (conformance !== "Conformant with Exceptions") {
                continue;
            }
            it(`${example} is refused at each use as soon as its exception has expired`, async () => {
                const { code, report } = await previewWith(example, { forecastDate: "2036-01-01" });
                assert.equal(code, 1);
                assert.equal(report.conformance.level, "not conformant");
                const hardware = attachments.filter(
                    (attachment) => / EXC-/.test(attachment) && !/: virtio/.test(attachment),
                );
                assert.deepEqual(
                    rulesIn(report, "mandatory"),
                    hardware.map(() => "exception-expired"),
                );
            });
        }

        it("kubernetes-accelerators is refused its GPUs where the operator does not approve them", async () => {
            const { code, report } = await previewWith("kubernetes-accelerators", { approvedAccelerators: [] });
            assert.equal(code, 1);
            assert.deepEqual(rulesIn(report, "mandatory"), ["missing-exception-id"]);
        });
    });
});
