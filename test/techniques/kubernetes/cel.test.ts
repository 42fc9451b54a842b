import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alternatives } from "../../../techniques/kubernetes/cel";
import { config, custom, joined, type Manifest, techniques } from "./objects";

const selectorsOf = (...expressions: string[]): Manifest[] =>
    expressions.map((expression) => ({ cel: { expression } }));

const claim = (deviceClassName: string, ...expressions: string[]): Manifest =>
    custom(
        "resource.k8s.io/v1",
        "ResourceClaim",
        {
            devices: {
                requests: [{ name: "r", exactly: { deviceClassName, selectors: selectorsOf(...expressions) } }],
            },
        },
        { name: "claim" },
    );

const deviceClass = (name: string, ...expressions: string[]): Manifest => ({
    apiVersion: "resource.k8s.io/v1",
    kind: "DeviceClass",
    metadata: { name },
    spec: { selectors: selectorsOf(...expressions) },
});

const CPU = 'device.driver == "dra.cpu"';
const DUMMY = 'device.attributes["dra.net"].type == "dummy"';

/** The ways through selectors, each as what must be equal and which domain must be there. */
function ways(...expressions: string[]): string[] {
    return alternatives(expressions).map(({ equalities, domains }) =>
        [
            ...equalities.map(({ path, value }) => `${path.join("/")}=${value}`),
            ...domains.map((each) => `needs ${each}`),
        ]
            .join(" & ")
            .replace(/^$/, "anything"),
    );
}

describe("The ways through CEL selectors", () => {
    const lines = readFileSync(join(__dirname, "selectors.jsonl"), "utf8").trim().split("\n");
    for (const [expressions, expected] of lines.map((line) => JSON.parse(line) as [string[], string[]])) {
        it(expressions.join(" and ").slice(0, 120) || "none", () => {
            assert.deepEqual(ways(...expressions), expected);
        });
    }

    it("are all of them where there are too many, or where an expression is too long or too deep", () => {
        const either = (count: number): string =>
            Array.from({ length: count }, (_, index) => `device.driver == "d${index}"`).join(" || ");
        assert.equal(ways(either(64)).length, 64);
        assert.deepEqual(ways(either(65)), ["anything"]);
        assert.equal(ways(`(${either(8)}) && (${either(8)})`).length, 64);
        assert.deepEqual(ways(`(${either(8)}) && (${either(9)})`), ["anything"]);
        assert.equal(ways(either(8), either(8)).length, 64);
        assert.deepEqual(ways(either(8), either(9)).length, 8);
        const nested = (depth: number): string => `${"(".repeat(depth)}${CPU}${")".repeat(depth)}`;
        assert.deepEqual(ways(nested(10)), ["driver=dra.cpu"]);
        assert.deepEqual(ways(nested(1000)), ["anything"]);
        assert.deepEqual(ways(`${"!".repeat(5000)}${CPU}`), ["anything"]);
        assert.deepEqual(ways(`${CPU}${" ".repeat(200_000)}`), ["driver=dra.cpu"]);
        assert.deepEqual(ways(`${CPU} && device.driver == "${"x".repeat(200_000)}"`), ["anything"]);
    });
});

/** Expressions that let other devices through than their words make one think. */
const tricks: readonly string[] = [
    `${CPU} || true`,
    `true || ${CPU}`,
    `(${CPU}) || device.driver.startsWith("gpu")`,
    `(${CPU} || 1 == 1) && true`,
    `!(${CPU})`,
    `!!(${CPU})`,
    `${CPU} ? true : true`,
    `(${CPU}) == false`,
    `(${CPU}) != true`,
    `${CPU} == false`,
    `false == ${CPU}`,
    `"device.driver == 'dra.cpu'" != ""`,
    `'${CPU}' != ""`,
    `// ${CPU}\ntrue`,
    `true // && ${CPU}`,
    `[${CPU}].exists(x, true)`,
    `[${CPU}].size() == 1`,
    `${CPU} in [false]`,
    `(${CPU}) in [false]`,
    `size([${CPU}]) == 1`,
    `device.driver != "dra.cpu"`,
    `device.driver <= "dra.cpu"`,
    `device.driver in ["dra.cpu", "gpu.nvidia.com"] || true`,
    `cel.bind(a, ${CPU}, true)`,
    `r"\\" || device.driver == "dra.cpu" || "" == "" || ""`,
    `device.driver == "dra.cpu" "" || true`,
    `"""${CPU} && """ != ""`,
    `dyn(${CPU}) != null`,
    `${DUMMY} || true`,
    `(${DUMMY}) == false`,
    `!(${DUMMY})`,
    `${DUMMY} in [false]`,
    `${DUMMY} ? true : true`,
    `!has(device.attributes["dra.cpu"].x)`,
    `has(device.attributes["dra.cpu"])`,
    `size(device.attributes["dra.cpu"]) == 0`,
    'device.attributes["dra.net"].virtual == "true" == false',
    'device.attributes["gpu.nvidia.com"].type == "dummy" || device.attributes["dra.net"].virtual == false',
    `${"(".repeat(40)}${CPU}${")".repeat(40)}`,
    `${`(true || ${CPU}) && `.repeat(9)}true`,
];

const needing = (found: readonly string[]): boolean =>
    found.length > 0 && found.every((each) => !/virtio|emulated|vmxnet3/.test(each));

describe("A CEL selector that only looks like software", () => {
    for (const expression of tricks) {
        const words = expression.length > 90 ? `${expression.slice(0, 90)}…` : expression;
        it(`proves nothing: ${words.replace(/\n/g, "\\n")}`, () => {
            assert.ok(needing(techniques(deviceClass("c", expression))), "a class with it");
            assert.ok(needing(techniques(claim("free-name", expression))), "a claim of a class that is not known");
            assert.deepEqual(techniques(claim("gpu.nvidia.com", expression))[0], "accelerator");
            const nics = deviceClass("free-name", 'device.driver == "sriovnetwork.k8snetworkplumbingwg.io"');
            const found = joined(claim("free-name", expression), [nics]).attachments;
            assert.ok(
                found.some((each) => each.techniques.includes("sriov")),
                "a claim of a class of the stack",
            );
        });
    }
});

describe("A CEL selector that is plain", () => {
    for (const expression of [
        CPU,
        `(${CPU})`,
        `"dra.cpu" == device.driver`,
        `device.driver in ["dra.cpu"]`,
        `${CPU} && device.attributes["dra.cpu"].smtEnabled == true`,
        `has(device.attributes["dra.cpu"].numaNodeID) && ${CPU} && device.attributes['dra.cpu'].numaNodeID >= -1`,
        `${CPU} && device.attributes["dra.cpu"].model.lowerAscii().matches("xeon.*")`,
        `${CPU} && device.capacity["dra.cpu"].cores.compareTo(quantity("10")) >= 0`,
        `${CPU} && !device.attributes["dra.cpu"].shared`,
        `${CPU} && (device.attributes["dra.cpu"].a == 1 || device.attributes["dra.cpu"].a in [2, 3])`,
    ]) {
        it(`tells CPUs: ${expression}`, () => {
            assert.deepEqual(techniques(deviceClass("c", expression)), []);
            assert.deepEqual(techniques(claim("free-name", expression)), []);
        });
    }

    it("tells CPUs beside another that cannot be read", () => {
        assert.deepEqual(techniques(claim("free-name", "a ? b : c", CPU)), []);
    });

    it("tells software interfaces, whatever else narrows them", () => {
        for (const more of ["", ' && device.attributes["dra.net"].mtu > 1400', ' && device.driver == "dra.net"']) {
            assert.deepEqual(techniques(claim("free-name", `${DUMMY}${more}`)), ["virtio"]);
        }
    });

    it("leaves each driver that it lets through", () => {
        assert.deepEqual(techniques(deviceClass("c", `device.driver in ["gpu.nvidia.com", "acme.io", "dra.cpu"]`)), [
            "accelerator",
            "unknown",
        ]);
    });

    it("reads an attribute only in the driver's own domain", () => {
        assert.deepEqual(
            techniques(deviceClass("c", 'device.driver == "dra.net" && device.attributes["x.y"].type == "dummy"')),
            ["pci-passthrough|sriov"],
        );
    });

    it("never overrides a class that our tables, or config, know as hardware", () => {
        for (const expression of [CPU, DUMMY]) {
            assert.deepEqual(techniques(claim("gpu.nvidia.com", expression)), ["accelerator"]);
            assert.deepEqual(techniques(claim("vfio.gpu.nvidia.com", expression)), ["pci-passthrough"]);
            assert.deepEqual(techniques(claim("nics", expression), config({ deviceClasses: { nics: "sriov" } })), [
                "sriov",
            ]);
        }
    });

    it("that only reads attributes leaves the stack's class its hardware", () => {
        const cards = deviceClass("free-name", 'device.driver == "gpu.nvidia.com"');
        const member = joined(claim("free-name", DUMMY), [cards]);
        assert.ok(member.attachments.some((each) => each.techniques.includes("accelerator")));
        const dranet = deviceClass("free-name", 'device.driver == "dra.net"');
        assert.deepEqual(
            joined(claim("free-name", DUMMY), [dranet]).attachments.map((each) => each.techniques.join("|")),
            ["virtio"],
        );
    });
});

describe("A device class without selectors", () => {
    for (const opaque of [
        { driver: "dra.cpu", parameters: {} },
        { driver: "dra.net", parameters: { interface: { type: "IPVLAN" } } },
    ]) {
        it(`is not software by its configuration for ${opaque.driver}`, () => {
            const open = { ...deviceClass("c"), spec: { config: [{ opaque }] } };
            assert.ok(needing(techniques(open)));
        });
    }
});

describe("The ways through CEL selectors", () => {
    it("are bounded", () => {
        const either = '(device.driver == "a" || device.driver == "b")';
        assert.ok(alternatives(Array.from({ length: 40 }, () => either)).length <= 64);
        assert.deepEqual(alternatives([`${`${either} && `.repeat(40)}true`]), [{ equalities: [], domains: [] }]);
    });

    it("are none of an expression that is too long, or too deep", () => {
        const open = [{ equalities: [], domains: [] }];
        assert.deepEqual(alternatives([`${CPU}${" && true".repeat(5000)}`]), open);
        assert.deepEqual(alternatives([`${"!".repeat(5000)}true`]), open);
        assert.deepEqual(alternatives([`${"f(".repeat(3000)}1${")".repeat(3000)}`]), open);
    });

    it("are none of broken words", () => {
        for (const broken of [
            "",
            "&&",
            "device.",
            "device[",
            "device[1]",
            'device.driver == "',
            "(true",
            "f(1 2)",
            "a b",
        ]) {
            assert.deepEqual(alternatives([broken]), [{ equalities: [], domains: [] }], broken);
        }
    });
});
