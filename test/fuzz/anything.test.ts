import assert from "node:assert/strict";
import fc from "fast-check";
import { judge, unknown } from "../policy-pack/harness";
import { entry } from "../policy-pack/support";
import { tokens } from "./tokens";

/** How Pulumi's protocol marks a secret. */
const secret = (value: unknown): object => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

const KEYS = [
    "metadata", "annotations", "spec", "template", "containers", "resources", "limits", "config", "items", "name",
    "devices", "interfaces", "networks", "network", "port", "binding", "vnicType", "profile", "valueSpecs", "tags",
    "extraSpecs", "properties", "manifest", "yamlBody", "values", "set", "networkInterfaces", "devicesRequests",
    "requests", "resourceClaims", "volumes", "hostPath", "rules", "selectors", "cel", "expression", "domain", "xml",
    "__proto__", "constructor", "toString", "hasOwnProperty", "length", "0",
]; // prettier-ignore
const WORDS = [
    "direct", "sriov", "intel.com/sriov", '{"type":"sriov"}', "[[[[", "{{ .Values.x }}", "virtio-first:exception-id=EXC-2026-014",
    "a@b@c/d", "../../etc/passwd", "\u0000", "\u202e", "x".repeat(20_000), unknown,
]; // prettier-ignore

const key = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...KEYS) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const { value } = fc.letrec((tie) => ({
    leaf: fc.oneof(
        fc.constantFrom(...WORDS),
        fc.string({ maxLength: 20 }),
        fc.constantFrom(null, true, false, -1, 0, 1e308),
    ),
    value: fc.oneof(
        { maxDepth: 7, depthSize: "medium" },
        tie("leaf"),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 6, noNullPrototype: true }),
        tie("value").map(secret),
    ),
}));
const properties = fc.dictionary(key, value, { maxKeys: 8, noNullPrototype: true });
/** Generous by far: what takes longer grows faster than what it is given. */
const SECONDS_EACH = 2;

describe("the pack on any properties of every type that it knows", function () {
    this.timeout(300_000);

    it(`answers with rules alone, in bounded time (${tokens.length} types)`, async () => {
        let turn = 0;
        await fc.assert(
            fc.asyncProperty(properties, properties, async (props, outputs) => {
                // Every type in turn, so that none is left to chance.
                const type = tokens[turn++ % tokens.length] ?? "";
                const start = process.hrtime.bigint();
                const said = await judge([{ type, name: "any", props, outputs }], {
                    config: { exceptions: [entry()] },
                });
                const seconds = Number(process.hrtime.bigint() - start) / 1e9;
                assert.ok(seconds < SECONDS_EACH, `${type} took ${seconds} s`);
                for (const { message, rule } of said) {
                    assert.doesNotMatch(message, /can't run policy|can't be known/, type);
                    assert.ok(rule !== "" && rule !== "reader-fault", `${type}: ${message}`);
                }
            }),
            { numRuns: 12 * tokens.length, endOnFailure: true },
        );
    });

    it("changes no prototype on the way", () => {
        assert.deepEqual(Object.keys(Object.prototype), []);
        assert.equal(({} as Record<string, unknown>)["direct"], undefined);
    });
});
