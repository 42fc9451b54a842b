import fc from "fast-check";
import { unknown } from "../policy-pack/harness";

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
/** Properties of a resource: any values at all, under keys and words that mean something to our readers among others. */
export const properties = fc.dictionary(key, value, { maxKeys: 8, noNullPrototype: true });
