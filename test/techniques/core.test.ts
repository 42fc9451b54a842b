import assert from "node:assert/strict";
import fc from "fast-check";
import { classify, mustRestOnException } from "../../techniques/classification";
import { isCustom } from "../../techniques/custom";
import { matchesEverything, matchesGlob } from "../../techniques/glob";
import { chooseTechnique, exceptionTag, MAX_EXCEPTION_ID_LENGTH, readMarkers } from "../../techniques/marker";
import { compareText } from "../../techniques/order";
import type { Attachment } from "../../techniques/reading";
import { nameInUrn, parseUrn } from "../../techniques/resource";
import { isTechnique, needsException, TECHNIQUES, techniqueTable } from "../../techniques/technique";
import { at, deep, elements, isArray, isMap, isUnknown, keysOf, step, text, UNKNOWN } from "../../techniques/value";

// The proxy that the SDK puts before a policy's properties; its published declarations leave it out.
const { unknownCheckingProxy } = require("@pulumi/policy") as { unknownCheckingProxy: <T>(props: T) => T };
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("reading values that may not be known", () => {
    const props = unknownCheckingProxy({ known: { list: ["a", sentinel] }, not: sentinel, flag: true, nothing: null });

    it("gives what is known behind the SDK's proxy, and UNKNOWN for what is not", () => {
        assert.equal(deep(props, "known", "list", 0), "a");
        assert.equal(deep(props, "known", "list", 1), UNKNOWN);
        assert.equal(at(props, "not"), UNKNOWN);
        assert.equal(deep(props, "not", "anything", "below"), UNKNOWN);
        assert.equal(at(props, "flag"), true);
        assert.equal(at(props, "nothing"), null);
        assert.equal(at(props, "absent"), undefined);
    });

    it("lists keys and elements without reading values", () => {
        assert.deepEqual(keysOf(props), ["known", "not", "flag", "nothing"]);
        assert.deepEqual(elements(deep(props, "known", "list")), ["a", UNKNOWN]);
        assert.deepEqual(elements(at(props, "flag")), []);
    });

    it("takes nothing from an object's prototype", () => {
        for (const key of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
            assert.equal(at({}, key), undefined);
        }
        assert.equal(at(JSON.parse('{"__proto__": 1}'), "__proto__"), 1);
    });

    it("never throws, whatever it is given", () => {
        const hostile = new Proxy(
            {},
            {
                get: () => {
                    throw new Error("no");
                },
                ownKeys: () => {
                    throw new Error("no");
                },
                getOwnPropertyDescriptor: () => {
                    throw new Error("no");
                },
            },
        );
        assert.ok(isUnknown(at(hostile, "x")));
        assert.deepEqual(keysOf(hostile), []);
        fc.assert(
            fc.property(fc.anything(), fc.string(), (value, key) => {
                at(value, key);
                deep(value, key, 0, key);
                keysOf(value);
                elements(value);
                text(value);
            }),
        );
    });

    it("prints numbers and booleans as Terraform would, and nothing else as text", () => {
        assert.equal(text(true), "true");
        assert.equal(text(1), "1");
        assert.equal(text({}), undefined);
        assert.equal(text(sentinel), UNKNOWN);
    });

    it("are told apart by their shape, whatever stands for them", () => {
        for (const value of [null, undefined, 1, "ab", true, UNKNOWN, 10n]) {
            assert.deepEqual([keysOf(value), elements(value), isMap(value), isArray(value)], [[], [], false, false]);
            assert.equal(at(value, "length"), value === UNKNOWN ? UNKNOWN : undefined);
        }
        assert.deepEqual([isMap({}), isMap([]), isArray([]), isArray({ length: 1 })], [true, false, true, false]);
        assert.deepEqual(elements({ length: 2, 0: "a" }), []);
        assert.equal(text(10n), "10");
        assert.equal(text(UNKNOWN), UNKNOWN);
        const closed = Proxy.revocable([], {});
        closed.revoke();
        assert.deepEqual([keysOf(closed.proxy), elements(closed.proxy), isArray(closed.proxy)], [[], [], false]);
        const noLength = new Proxy([1], { get: () => assert.fail("read") });
        assert.deepEqual(elements(noLength), []);
    });

    it("are unknown by the whole word alone", () => {
        for (const known of [`${sentinel}x`, sentinel.slice(1), sentinel.toUpperCase(), "x".repeat(36)]) {
            assert.equal(text(known), known);
            assert.equal(at({ a: known }, "a"), known);
        }
    });

    it("writes property paths as messages print them", () => {
        assert.deepEqual(
            [step("", 0), step("a", 3), step("", "a"), step("a", "b-c"), step("a", "0"), step("", "a b")],
            ["[0]", "a[3]", "a", "a.b-c", 'a["0"]', '["a b"]'],
        );
        assert.equal(step(step("", "networks"), 0), "networks[0]");
        assert.equal(step("valueSpecs", "binding:vnic_type"), 'valueSpecs["binding:vnic_type"]');
    });
});

describe("the technique table", () => {
    it("has a row for every technique, and asks an exception of all that is not software", () => {
        assert.deepEqual(Object.keys(techniqueTable).sort(), [...TECHNIQUES].sort());
        assert.deepEqual(
            TECHNIQUES.filter((technique) => !needsException(technique)),
            ["virtio", "vmxnet3", "emulated"],
        );
    });

    it("says of each hardware technique that it goes round the hypervisor, and of each software one that it does not", () => {
        for (const technique of TECHNIQUES) {
            const { hypervisorBypassed, iommu } = techniqueTable[technique];
            assert.equal(hypervisorBypassed, needsException(technique), technique);
            assert.equal(iommu, needsException(technique), technique);
        }
    });

    it("knows vDPA as the one hardware technique without a vendor's driver", () => {
        assert.deepEqual(
            TECHNIQUES.filter((technique) => needsException(technique) && !techniqueTable[technique].vendorDriver),
            ["vdpa"],
        );
    });

    it("takes its own words for techniques, and no others", () => {
        assert.ok(TECHNIQUES.every(isTechnique));
        for (const word of ["SRIOV", "sr-iov", "", undefined, 1, "constructor"]) {
            assert.ok(!isTechnique(word));
        }
    });
});

describe("markers", () => {
    it("are read from annotations, tags and maps, several at once", () => {
        const markers = readMarkers([
            {
                form: "annotations",
                value: { "virtio-first/exception-id": "EXC-1, EXC-2" },
                path: "metadata.annotations",
            },
            { form: "tags", value: ["a", exceptionTag("EXC-3"), "virtio-first:technique=vdpa"], path: "tags" },
            { form: "map", value: { "virtio-first:exception-id": "EXC-4" }, path: "metadata" },
        ]);
        assert.deepEqual(
            markers.exceptionIds.map(({ value }) => value),
            ["EXC-1", "EXC-2", "EXC-3", "EXC-4"],
        );
        assert.deepEqual(markers.techniques, [{ value: "vdpa", path: "tags[2]" }]);
        assert.deepEqual(markers.place, { form: "annotations", path: "metadata.annotations" });
    });

    it("that are not known yet are told apart from none", () => {
        const markers = readMarkers([
            { form: "tags", value: unknownCheckingProxy([sentinel]), path: "tags" },
            { form: "map", value: UNKNOWN, path: "metadata" },
        ]);
        assert.deepEqual(markers.exceptionIds, []);
        assert.deepEqual(markers.unknown, ["tags[0]", "metadata"]);
    });

    it("may be several in one word, with blanks between them, and none where there is none", () => {
        const [first] = [
            readMarkers([{ form: "map", value: { "virtio-first:exception-id": " EXC-1 ,, EXC-2 , " }, path: "m" }]),
        ];
        assert.deepEqual(first?.exceptionIds, [
            { value: "EXC-1", path: 'm["virtio-first:exception-id"]' },
            { value: "EXC-2", path: 'm["virtio-first:exception-id"]' },
        ]);
        const none = { exceptionIds: [], techniques: [], unknown: [] };
        assert.deepEqual(readMarkers([]), none);
        const place = { form: "map", path: "m" } as const;
        for (const value of [
            {},
            undefined,
            null,
            { "virtio-first:exception-id": null },
            { "virtio-first:exception-id": " " },
        ]) {
            assert.deepEqual(readMarkers([{ ...place, value }]), { ...none, place });
        }
    });

    it("that are written otherwise are told, by their places", () => {
        const misspelt = (form: "annotations" | "tags" | "map", value: unknown): unknown =>
            readMarkers([{ form, value, path: "p" }]).misspelt;
        const right = { "virtio-first/exception-id": "EXC-1", "virtio-first/technique": "sriov", other: "x" };
        assert.equal(misspelt("annotations", right), undefined);
        assert.deepEqual(misspelt("annotations", { ...right, "Virtio-First/exceptionId": "EXC-1" }), [
            'p["Virtio-First/exceptionId"]',
        ]);
        assert.deepEqual(misspelt("annotations", { "virtio-first:exception-id": "EXC-1" }), [
            'p["virtio-first:exception-id"]',
        ]);
        const key = { "virtio-first:exception-id": "EXC-1", "virtio-first:technique": "sriov" };
        assert.equal(misspelt("map", key), undefined);
        assert.deepEqual(misspelt("map", { ...key, "virtiofirst:x": "y" }), ['p["virtiofirst:x"]']);
        assert.deepEqual(misspelt("tags", ["a", "virtio-first:exceptionid=E", 3, exceptionTag("EXC-1")]), ["p[1]"]);
        assert.equal(misspelt("tags", ["not-virtio-first:x", exceptionTag("EXC-1")]), undefined);
    });

    it("fit into a tag of Nova's 60 characters", () => {
        assert.equal(exceptionTag("X".repeat(MAX_EXCEPTION_ID_LENGTH)).length, 60);
    });

    it("let the author choose among the alternatives of an attachment, and nothing else", () => {
        const attachment: Attachment = { techniques: ["sriov", "vdpa"], role: "asks", path: "", evidence: "" };
        const chosen = (...words: string[]) =>
            chooseTechnique(attachment, {
                exceptionIds: [],
                unknown: [],
                techniques: words.map((value) => ({ value, path: "" })),
            }).techniques;
        assert.deepEqual(chosen("vdpa"), ["vdpa"]);
        assert.deepEqual(chosen("virtio"), ["sriov", "vdpa"]);
        assert.deepEqual(chosen("smartnic"), ["sriov", "vdpa"]);
        assert.deepEqual(chosen(), ["sriov", "vdpa"]);
        assert.deepEqual(chosen("vdpa", "sriov"), ["sriov", "vdpa"]);
        const markers = { exceptionIds: [], unknown: [], techniques: [{ value: "sriov", path: "" }] };
        const alone: Attachment = { ...attachment, techniques: ["sriov"] };
        // Nothing was chosen where nothing was open: an approval may rest on it then.
        assert.equal(chooseTechnique(alone, markers), alone);
        assert.equal(chooseTechnique(attachment, markers).chosen, true);
        assert.equal(chooseTechnique(attachment, { ...markers, techniques: [] }), attachment);
    });
});

describe("globs", () => {
    for (const [glob, word, expected] of [
        ["*", "", true],
        ["*", "a/b::c", true],
        ["a?c", "abc", true],
        ["a?c", "ac", false],
        ["a*c", "a/b::c", true],
        ["[ab]", "a", false],
        ["a.c", "abc", false],
        ["{a,b}", "a", false],
        ["", "", true],
        ["", "a", false],
        ["a**b", "ab", true],
    ] as const) {
        it(`${JSON.stringify(glob)} ${expected ? "matches" : "does not match"} ${JSON.stringify(word)}`, () => {
            assert.equal(matchesGlob(glob, word), expected);
        });
    }

    it("match as the slow and obvious way does", () => {
        const slow = (glob: string, word: string): boolean =>
            glob === ""
                ? word === ""
                : glob[0] === "*"
                  ? slow(glob.slice(1), word) || (word !== "" && slow(glob, word.slice(1)))
                  : word !== "" && (glob[0] === "?" || glob[0] === word[0]) && slow(glob.slice(1), word.slice(1));
        const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet.split("")), maxLength: 7 });
        fc.assert(
            fc.property(letters("ab*?"), letters("ab/"), (glob, word) => matchesGlob(glob, word) === slow(glob, word)),
            { numRuns: 3000 },
        );
    });

    it("know a pattern of stars alone for one that matches everything", () => {
        assert.ok(matchesEverything("**"));
        assert.ok(!matchesEverything("*a"));
        assert.ok(!matchesEverything(""));
    });
});

describe("config's classification", () => {
    it("prefers the exact name, then the longest glob", () => {
        const context = {
            classification: { flavors: { "*": "virtio", "gpu.*": "accelerator", "gpu.x": "none" } },
        } as const;
        assert.equal(classify(context, "flavors", "gpu.x"), "none");
        assert.equal(classify(context, "flavors", "gpu.y"), "accelerator");
        assert.equal(classify(context, "flavors", "m1"), "virtio");
        assert.equal(classify(context, "images", "m1"), undefined);
        assert.equal(classify({ classification: { flavors: { "gpu.*": "none" } } }, "flavors", "m1"), undefined);
        const ways = [
            { "*": "virtio", "g*": "sriov", "gp*": "vdpa" },
            { "gp*": "vdpa", "g*": "sriov", "*": "virtio" },
            { "gp*": "vdpa", "*pu": "sriov" },
        ] as const;
        assert.deepEqual(
            ways.map((flavors) => classify({ classification: { flavors } }, "flavors", "gpu")),
            ["vdpa", "vdpa", "vdpa"],
        );
    });

    it("approves accelerators by the resource's name, and nothing but accelerators", () => {
        const context = { classification: {}, approvedAccelerators: ["nvidia.com/*"] };
        const attachment = (techniques: Attachment["techniques"], subject?: string): Attachment => ({
            techniques,
            role: "asks",
            path: "",
            evidence: "",
            ...(subject !== undefined && { subject }),
        });
        assert.ok(!mustRestOnException(attachment(["accelerator"], "nvidia.com/gpu"), context));
        assert.ok(mustRestOnException(attachment(["accelerator"], "amd.com/gpu"), context));
        assert.ok(mustRestOnException(attachment(["accelerator"]), context));
        assert.ok(mustRestOnException(attachment(["sriov", "accelerator"], "nvidia.com/x"), context));
        assert.ok(!mustRestOnException(attachment(["emulated"]), context));
        assert.ok(mustRestOnException(attachment(["virtio", "sriov"]), context));
        const one = { ...context, approvedAccelerators: ["amd.com/*", "nvidia.com/*"] };
        assert.ok(!mustRestOnException(attachment(["accelerator"], "nvidia.com/gpu"), one));
        // What the author's marker chose rests on a grant: nobody approves it by its own word.
        assert.ok(mustRestOnException({ ...attachment(["accelerator"], "nvidia.com/gpu"), chosen: true }, context));
        assert.ok(mustRestOnException(attachment(["accelerator"], "nvidia.com/gpu"), { classification: {} }));
    });
});

describe("custom resources and components", () => {
    for (const [type, custom] of [
        ["kubernetes:core/v1:Pod", true],
        ["kubernetes:yaml:ConfigGroup", false],
        ["kubernetes:yaml/v2:ConfigFile", false],
        ["kubernetes:helm.sh/v3:Chart", false],
        ["kubernetes:helm.sh/v4:Chart", false],
        ["kubernetes:helm.sh/v3:Release", true],
        ["kubernetes:kustomize/v2:Directory", false],
        ["openstack:networking/port:Port", true],
        ["anything:index/networkingPortV2:NetworkingPortV2", true],
        ["anything:tf:openstack_networking_port_v2", true],
        ["pulumi-nodejs:dynamic:Resource", true],
        ["virtio-first:openstack:NetworkAttachment", false],
        ["my:mod:Pod", false],
        ["pulumi:pulumi:Stack", false],
        ["pulumi:providers:openstack", false],
    ] as const) {
        it(`${type} is ${custom ? "judged" : "not judged"} where the engine names no provider`, () => {
            assert.equal(isCustom(type, false), custom);
        });
    }

    it("a provider makes any other resource a custom one", () => {
        assert.ok(isCustom("my:mod:Pod", true));
        for (const type of ["pulumi:pulumi:Stack", "pulumi:providers:openstack", "kubernetes:yaml:ConfigGroup"]) {
            assert.ok(!isCustom(type, true), type);
        }
    });
});

describe("texts", () => {
    it("are ordered by their code units, whatever the machine's language", () => {
        assert.deepEqual(["ä", "b", "B", "a", "b"].sort(compareText), ["B", "a", "b", "b", "ä"]);
        assert.deepEqual([compareText("a", "b"), compareText("b", "a"), compareText("a", "a")], [-1, 1, 0]);
    });
});

describe("URNs", () => {
    it("are split into stack, project, own type and name", () => {
        assert.deepEqual(parseUrn("urn:pulumi:dev::core::my:mod:Comp$openstack:networking/port:Port::a::b"), {
            stack: "dev",
            project: "core",
            type: "openstack:networking/port:Port",
            name: "a::b",
        });
    });

    it("may hold a sign of parents in their names, have no parents, or no type", () => {
        const parts = (urn: string): string => Object.values(parseUrn(urn)).join(" | ");
        assert.equal(parts("urn:pulumi:dev::core::a:b:C::x$y"), "dev | core | a:b:C | x$y");
        assert.equal(parts("urn:pulumi:dev::core::a:b:C$d:e:F$g:h:I::n"), "dev | core | g:h:I | n");
        assert.equal(parts("urn:pulumi:dev::co$re::a:b:C::n"), "dev | co$re | a:b:C | n");
        assert.equal(parts("urn:pulumi:dev::core::::n"), "dev | core |  | n");
        assert.equal(parts("dev::core::a:b:C::n"), "dev | core | a:b:C | n");
        assert.equal(nameInUrn("urn:pulumi:dev::core::a:b:C::n::m"), "n::m");
    });

    it("that are none give only a name", () => {
        for (const none of ["nonsense", "a::b", "a::b::c", "::b", ""]) {
            assert.deepEqual(parseUrn(none), { stack: "", project: "", type: "", name: none });
            assert.equal(nameInUrn(none), none);
        }
    });
});
