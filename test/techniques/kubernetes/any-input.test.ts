import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_CONTEXT } from "../../../techniques/classification";
import { needsException } from "../../../techniques/technique";
import { attachmentsOf, joinResource, readResource } from "../../../techniques/read";
import type { Reading } from "../../../techniques/reading";
import { StackIndex, type StackMember } from "../../../techniques/stack";
import { parseGoJson } from "../../../techniques/kubernetes/go-json";
import { readYaml } from "../../../techniques/kubernetes/manifest-text";
import { readNetworksAnnotation } from "../../../techniques/kubernetes/networks-annotation";
import { type Manifest, nad, NOT_YET, pod, read, resource } from "./objects";
import { hardwareSamples } from "./samples";

// The SDK exports this without a type.
const { unknownCheckingProxy } = require("@pulumi/policy") as {
    unknownCheckingProxy: <T extends object>(props: T) => T;
};

/** Words that readers look for, among others. */
const keys = fc.constantFrom(
    "spec",
    "metadata",
    "annotations",
    "template",
    "containers",
    "resources",
    "limits",
    "requests",
    "domain",
    "devices",
    "interfaces",
    "networks",
    "config",
    "items",
    "data",
    "hostPath",
    "path",
    "volumes",
    "resourceClaims",
    "selectors",
    "name",
    "namespace",
    "type",
    "kind",
    "apiVersion",
    "ports",
    "multus",
    "k8s.v1.cni.cncf.io/networks",
    "k8s.v1.cni.cncf.io/resourceName",
    "cdi.k8s.io/a",
    "binding",
    "gpus",
    "hostDevices",
    "env",
    "values",
    "x",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "length",
);

const words = fc.oneof(
    fc.constantFrom(
        NOT_YET,
        "",
        "sriov",
        "bridge",
        "[",
        "{}",
        "[]",
        '{"type":"sriov"}',
        '[{"name":"a"}]',
        "a,b/c@d",
        "/dev/vfio",
        "1",
        "0",
        "openshift.io/a",
        "apiVersion: v1\nkind: Pod\nmetadata: {}",
        "device.driver == 'dra.net'",
        "&a [*a, *a]",
    ),
    fc.string(),
);

const anything: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4 },
        words,
        fc.integer(),
        fc.double(),
        fc.boolean(),
        fc.constantFrom(null, undefined),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
    ),
})).value;

/** Every place of a value that holds another. */
function placesIn(value: unknown): [holder: Record<string, unknown>, key: string][] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const holder = value as Record<string, unknown>;
    return Object.keys(holder).flatMap((key) => [
        [holder, key] as [Record<string, unknown>, string],
        ...placesIn(holder[key]),
    ]);
}

function tokenOf(sample: Manifest): string {
    return `kubernetes:${String(sample["apiVersion"])}:${String(sample["kind"])}`;
}

/** An object and the token under which it is registered. */
interface Given {
    readonly object: Manifest;
    readonly type: string;
}

/** A sample of which one value somewhere is replaced. */
function damage(sample: Manifest, place: number, value: unknown): Given {
    const object = structuredClone(sample);
    const places = placesIn(object);
    const [holder, key] = places[place % places.length]!;
    holder[key] = value;
    return { object, type: tokenOf(sample) };
}

const sample = fc.constantFrom(...hardwareSamples);

const anyObject: fc.Arbitrary<Given> = fc.oneof(
    fc.tuple(sample, fc.nat(), anything).map(([each, place, value]) => damage(each, place, value)),
    fc.tuple(sample, fc.dictionary(keys, anything, { maxKeys: 5 })).map(([each, body]) => ({
        object: { ...body, apiVersion: each["apiVersion"], kind: each["kind"] },
        type: tokenOf(each),
    })),
);

function readAny(object: Manifest, type?: string): Reading {
    return readResource(resource(object, type === undefined ? {} : { type }), NO_CONTEXT);
}

function isHardware(reading: Reading): boolean {
    return reading.attachments.some(({ techniques }) => techniques.some(needsException));
}

describe("Readers and joins, whatever they are given", () => {
    it("never throw, behind the SDK's proxy or not, and read the same", () => {
        fc.assert(
            fc.property(anyObject, ({ object, type }) => {
                const plain = readAny(object, type);
                const proxied = readAny(unknownCheckingProxy(object), type);
                assert.deepEqual(
                    proxied.attachments.map(({ role, path, techniques }) => [role, path, techniques]),
                    plain.attachments.map(({ role, path, techniques }) => [role, path, techniques]),
                );
            }),
            { numRuns: 1500 },
        );
    });

    it("never throw across a stack, and leave nothing provisional", () => {
        fc.assert(
            fc.property(fc.array(anyObject, { minLength: 1, maxLength: 6 }), (objects) => {
                const members: StackMember[] = objects.map(({ object, type }, index) => {
                    const view = resource(unknownCheckingProxy(object), {
                        type,
                        provider: index % 3 === 0 ? "one" : undefined,
                    });
                    return {
                        view,
                        reading: readResource(view, NO_CONTEXT),
                        propertyDependencies: { spec: [], metadata: ["x"] },
                    };
                });
                const index = new StackIndex(members);
                for (const member of members) {
                    const joined = joinResource(member, index, NO_CONTEXT);
                    for (const attachment of attachmentsOf(member.reading, joined)) {
                        assert.equal(attachment.provisional, undefined);
                        assert.ok(attachment.path !== "" || attachment.techniques.includes("unknown"));
                    }
                }
            }),
            { numRuns: 500 },
        );
    });

    it("print no value of a resource", () => {
        const secret = "pa55 word!";
        fc.assert(
            fc.property(sample, fc.nat(), (each, place) => {
                const { object, type } = damage(each, place, secret);
                const { attachments, notices } = readAny(object, type);
                assert.ok(!attachments.some(({ evidence, path }) => `${evidence}${path}`.includes(secret)));
                assert.ok(!notices.some(({ text, path }) => `${text}${path}`.includes(secret)));
            }),
            { numRuns: 800 },
        );
    });

    it("find hardware in every sample", () => {
        for (const sample of hardwareSamples) {
            assert.ok(isHardware(read(sample)), JSON.stringify(sample));
        }
    });

    it("never lose hardware when anything is added beside it", () => {
        // What is added may be read as more hardware, never as less. Only words that turn a thing off are left out.
        fc.assert(
            fc.property(sample, fc.nat(), fc.dictionary(keys, anything, { maxKeys: 3 }), (each, place, more) => {
                const object = structuredClone(each);
                const maps = [object, ...placesIn(object).map(([holder, key]) => holder[key])].filter(
                    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
                ) as Record<string, unknown>[];
                const target = maps[place % maps.length]!;
                for (const [key, value] of Object.entries(more)) {
                    if (!Object.hasOwn(target, key) && key !== "__proto__") {
                        target[key] = value;
                    }
                }
                assert.ok(isHardware(readAny(object)), JSON.stringify(object));
            }),
            { numRuns: 2000 },
        );
    });

    it("never lose hardware to the case of keys inside JSON", () => {
        fc.assert(
            fc.property(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (flips) => {
                let at = 0;
                const flip = (word: string): string =>
                    word
                        .split("")
                        .map((letter) => (flips[at++ % flips.length] === true ? letter.toUpperCase() : letter))
                        .join("");
                const config = `{"${flip("plugins")}":[{"${flip("type")}":"tuning"},{"${flip("type")}":"host-device"}]}`;
                assert.ok(isHardware(read(nad("net", config))));
                const networks = `[{"${flip("name")}":"fast","${flip("deviceID")}":"0000:01:00.0"}]`;
                assert.equal(read(pod({ networks })).references[0]?.value, "fast");
            }),
        );
    });

    it("read JSON as the language does, or not at all", () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.json(),
                    fc.string(),
                    fc.json().map((text) => `${text},`),
                ),
                (text) => {
                    let plain: unknown;
                    let valid = true;
                    try {
                        plain = JSON.parse(text);
                    } catch {
                        valid = false;
                    }
                    const read_ = parseGoJson(text);
                    assert.equal(read_.value !== undefined, valid, text);
                    if (typeof plain !== "object") {
                        assert.deepEqual(read_.value, plain);
                    }
                },
            ),
            { numRuns: 2000 },
        );
    });

    it("stand texts that are made to break parsers", () => {
        for (const text of [
            "[".repeat(200_000),
            '{"a":'.repeat(100_000),
            `"${"\\".repeat(100_001)}`,
            `{"type":"${"x".repeat(3_000_000)}"}`,
            "&a [&b [*a, *b], *a]",
            `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [*a,*a,*a,*a,*a,*a]`).join("\n")}`,
            "apiVersion: v1\nkind: Pod\n" + "- ".repeat(50_000),
        ]) {
            assert.equal(parseGoJson(text).value === undefined || text.length < 100, true);
            assert.ok(Array.isArray(readYaml(text)));
            assert.ok(readNetworksAnnotation(text).faults.length > 0);
        }
    });
});
