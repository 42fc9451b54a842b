/**
 * What a policy is shown here against what the real engine showed it. The recordings lie beside this repository while
 * it is worked on and are not part of it; where they are not there, nothing can be compared.
 */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import {
    folder,
    pack,
    preview,
    type Recorded,
    recorded,
    RECORDING_HELPERS,
    recordingPolicies,
    removeWritten,
    ROOT,
} from "./support";

const RECORDINGS = resolve(ROOT, "..", "shared", "engine-truth");
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What provider plugins add to a resource's inputs in their Check: property, and why it is not here. */
const ADDED_BY_PLUGINS: Readonly<Record<string, readonly string[]>> = {
    // Bridged providers fill in defaults and make up names; without the plugin neither is known.
    "openstack:networking/subnet:Subnet": ["enableDhcp", "name"],
    "openstack:networking/port:Port": ["name"],
    "openstack:compute/instance:Instance": ["name", "powerState"],
};

/** Where the Kubernetes plugin turns one property into another: what is here, and what was there. */
const TURNED_BY_PLUGINS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    // The plugin encodes a Secret's stringData as data.
    "kubernetes:core/v1:Secret": { stringData: "data" },
};

/** Types whose outputs a plugin knows in full at preview. Here they are the inputs. */
const OUTPUTS_OF_PLUGINS = /^openstack:/;

interface RecordedByEngine extends Recorded {
    readonly rawProps: Readonly<Record<string, unknown>>;
}

function engineRecordings(program: string, file: string): RecordedByEngine[] {
    return readFileSync(join(RECORDINGS, program, file), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as RecordedByEngine);
}

/** Autonames end in digits that differ from run to run: their place is compared, not their value. */
function withoutAutonames(value: unknown): unknown {
    const text = JSON.stringify(value).replace(/\b([a-z][a-z0-9-]*)-[0-9a-f]{8}\b(?=")/g, "$1-AUTONAME");
    return JSON.parse(text) as unknown;
}

/** `__defaults` inside objects is the bridge's own book-keeping. */
function withoutBookKeeping(value: unknown): unknown {
    return JSON.parse(
        JSON.stringify(value, (key, member: unknown) => (key === "__defaults" ? undefined : member)),
    ) as unknown;
}

function comparableInputs(type: string, props: Readonly<Record<string, unknown>>, ofEngine: boolean): unknown {
    const added = ofEngine ? (ADDED_BY_PLUGINS[type] ?? []) : [];
    const turned = Object.entries(TURNED_BY_PLUGINS[type] ?? {}).map(([here, there]) => (ofEngine ? there : here));
    const kept = Object.entries(props).filter(([key]) => !added.includes(key) && !turned.includes(key));
    return withoutAutonames(withoutBookKeeping(Object.fromEntries(kept)));
}

function sorted(urns: readonly string[] | undefined): string[] {
    return [...(urns ?? [])].sort();
}

function sortedLists(lists: Readonly<Record<string, readonly string[]>> | undefined): unknown {
    return Object.fromEntries(Object.entries(lists ?? {}).map(([key, urns]) => [key, sorted(urns)]));
}

function byUrn<T extends { readonly urn: string }>(lines: readonly T[]): Map<string, T> {
    return new Map(lines.map((line) => [line.urn, line]));
}

for (const [name, config] of [
    ["demo", "config:\n  demo:vnicType: direct\n"],
    ["dump", "config: {}\n"],
] as const) {
    const skipped = existsSync(RECORDINGS) ? "" : " (skipped: the recordings are not beside this checkout)";
    describe(`the program ${name}, against the real engine's recordings${skipped}`, () => {
        let here: Recorded[] = [];

        before(async function () {
            if (!existsSync(RECORDINGS)) {
                // Nothing to compare with: the recordings are not part of this repository.
                this.skip();
            }
            const dir = folder({
                "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`,
                "Pulumi.dev.yaml": config,
                "package.json": JSON.stringify({ name, main: "index.ts" }),
                "index.ts": readFileSync(join(RECORDINGS, name, "program.ts"), "utf8"),
            });
            const file = join(dir, "seen.jsonl");
            const rules = pack(recordingPolicies(file), { before: RECORDING_HELPERS });
            const result = await preview(dir, { stack: "dev", policyPacks: [{ dir: rules }] });
            assert.equal(result.exitCode, 0, result.reason);
            here = recorded(file);
        });

        after(removeWritten);

        it("shows a resource policy the same resources, each once, the stack first", () => {
            const seen = here.filter(({ of }) => of === "resource").map(({ urn }) => urn);
            assert.deepEqual(
                [...seen].sort(),
                engineRecordings(name, "resource-policy.jsonl")
                    .map(({ urn }) => urn)
                    .sort(),
            );
            assert.match(seen[0] ?? "", /::pulumi:pulumi:Stack::/);
        });

        it("shows the same type, name, options, provider and inputs, but for what plugins add", () => {
            const seen = byUrn(here.filter(({ of }) => of === "resource"));
            for (const there of engineRecordings(name, "resource-policy.jsonl")) {
                const own = seen.get(there.urn);
                assert.ok(own !== undefined, there.urn);
                assert.equal(own.type, there.type);
                assert.equal(own.name, there.name);
                assert.deepEqual(own.opts, there.opts, there.urn);
                assert.equal(own.provider?.urn, there.provider?.urn);
                assert.deepEqual(own.provider?.props, there.provider?.props, there.urn);
                assert.deepEqual(
                    comparableInputs(own.type, own.props, false),
                    comparableInputs(there.type, there.rawProps, true),
                    there.urn,
                );
            }
        });

        it("shows a stack policy the same resources, parents, providers and dependencies", () => {
            const seen = byUrn(here.filter(({ of }) => of === "stack"));
            const recordings = engineRecordings(name, "stack-policy.jsonl");
            assert.deepEqual([...seen.keys()].sort(), recordings.map(({ urn }) => urn).sort());
            for (const there of recordings) {
                const own = seen.get(there.urn);
                assert.equal(own?.parent, there.parent, there.urn);
                assert.equal(own?.provider?.urn, there.provider?.urn, there.urn);
                assert.deepEqual(sorted(own?.dependencies), sorted(there.dependencies), there.urn);
                assert.deepEqual(
                    sortedLists(own?.propertyDependencies),
                    sortedLists(there.propertyDependencies),
                    there.urn,
                );
            }
        });

        it("shows a stack policy the same outputs where no plugin knows more than the inputs", () => {
            const seen = byUrn(here.filter(({ of }) => of === "stack"));
            for (const there of engineRecordings(name, "stack-policy.jsonl")) {
                if (!OUTPUTS_OF_PLUGINS.test(there.type)) {
                    assert.deepEqual(
                        comparableInputs(there.type, seen.get(there.urn)?.props ?? {}, false),
                        comparableInputs(there.type, there.rawProps, true),
                        there.urn,
                    );
                }
            }
        });

        it("claims to know no output that the plugin does not know, and no other value for one that it does", () => {
            const seen = byUrn(here.filter(({ of }) => of === "stack"));
            for (const there of engineRecordings(name, "stack-policy.jsonl")) {
                for (const [key, value] of Object.entries(seen.get(there.urn)?.props ?? {})) {
                    const truth = there.rawProps[key];
                    const plain = typeof value !== "object" && typeof truth !== "object";
                    if (OUTPUTS_OF_PLUGINS.test(there.type) && plain && value !== UNKNOWN) {
                        assert.equal(value, truth, `${there.urn} ${key}`);
                    }
                }
            }
        });
    });
}
