import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { faultLine, MAX_REGISTER_BYTES, parseRegister, registerFromEntries } from "../../exceptions/register";
import { judge } from "../../exceptions/verdict";
import { TECHNIQUES, needsException } from "../../techniques/technique";
import { faultsIn, faultsOf, NOW, question, readyRegister, yamlEntry, yamlRegister } from "./sample";

/** The one fault of an entry with some fields written otherwise. */
function faultOf(over: Readonly<Record<string, string | undefined>>): string {
    const faults = faultsIn(yamlRegister(yamlEntry(over)));
    assert.equal(faults.length, 1, faults.map(faultLine).join("\n"));
    return faults.map(faultLine).join();
}

function warningOf(over: Readonly<Record<string, string | undefined>>): string {
    const { warnings } = readyRegister(parseRegister(yamlRegister(yamlEntry(over)), "exceptions.yaml"));
    assert.equal(warnings.length, 1, warnings.map(faultLine).join("\n"));
    return warnings.map(faultLine).join();
}

describe("a register", () => {
    it("points at the value where an alias repeats a faulty part", () => {
        const text = `all: &all\n  - id: EXC-2026-014\n    owner: 3\nexceptions: *all\n`;
        assert.match(faultsIn(text).map(faultLine).join("\n"), /:3:12: error: .*owner must be text/);
    });

    it("lists the fields that there are where a strange one is like none of them", () => {
        assert.match(faultOf({ ["x".repeat(50)]: "1" }), /is no field that the register knows\. Use id, techniques, /);
        assert.match(faultOf({ zzz: "1" }), /Use id, techniques, /);
        assert.match(faultOf({ expire: "2026-12-31", expires: "2026-12-31" }), /Did you mean expires\?/);
    });

    it("knows the words that others use for its fields", () => {
        const meant: Record<string, string> = {
            approver: "approvedBy",
            approvalDate: "approvedOn",
            approved: "approvedOn",
            exemptionCategory: "category",
            expiresAt: "expires",
            expiresOn: "expires",
            expiry: "expires",
            validUntil: "expires",
            justification: "reason",
            rationale: "reason",
            description: "reason",
            startDate: "validFrom",
            technique: "techniques",
            ticketRef: "ticket",
        };
        for (const [word, field] of Object.entries(meant)) {
            assert.match(faultOf({ [word]: "x" }), new RegExp(`${word} is no field .* Did you mean ${field}\\?$`));
        }
        for (const word of ["targets", "urns"]) {
            assert.match(faultOf({ scope: `{ ${word}: [x], stacks: [prod] }` }), /Did you mean resources\?$/);
        }
        // A word for a field of the entry is none for a field of its scope.
        assert.match(
            faultOf({ scope: "{ rationale: x, stacks: [prod] }" }),
            /Use projects, stacks, resources, namespaces\.$/,
        );
    });

    it("lists the fields of the part that a strange one stands in", () => {
        assert.match(faultsIn("exceptions: []\nq: 1").map(faultLine).join(), /q is no field .* Use exceptions\.$/);
        assert.match(
            faultOf({ transition: "{ q: 1 }" }),
            /transition\.q is no field .* Use target, plan, milestones\.$/,
        );
        const milestones = (field: string): string =>
            faultOf({ transition: `{ milestones: [{ name: T, date: 2026-06-30, ${field}: x }] }` });
        assert.match(milestones("q"), /milestones\[0\]\.q is no field .* Use name, date, done\.$/);
        assert.match(milestones("daxe"), /Did you mean date\?$/);
        assert.match(milestones("dane"), /Did you mean date\?$/);
        assert.match(milestones("do"), /Did you mean done\?$/);
        assert.match(milestones("da"), /Did you mean date\?$/);
        assert.match(milestones("d"), /Use name, date, done\.$/);
        assert.match(faultOf({ ix: "1" }), /Did you mean id\?$/);
        assert.match(faultOf({ xy: "1" }), /Use id, techniques, /);
        assert.match(faultOf({ approved_by: "x" }), /Did you mean approvedBy\?$/);
        assert.match(faultOf({ implicaton: "x" }), /Did you mean implication\?$/);
        assert.match(faultOf({ implicati: "x" }), /Did you mean implication\?$/);
        assert.match(faultOf({ implicat: "x" }), /Use id, techniques, /);
    });

    it("is told apart by what stands where text should", () => {
        assert.match(faultOf({ owner: "3" }), /owner must be text; put it in quotes\.$/);
        assert.match(faultOf({ owner: "true" }), /owner must be text; put it in quotes\.$/);
        assert.match(faultOf({ owner: "[a]" }), /owner must be text\.$/);
        assert.match(faultOf({ owner: "{ a: b }" }), /owner must be text\.$/);
        assert.match(faultOf({ owner: `" "` }), /owner must not be blank\.$/);
        assert.match(faultOf({ scope: `{ stacks: [" "] }` }), /scope\.stacks\[0\] must not be blank\.$/);
        assert.match(faultOf({ scope: "{ stacks: { a: b } }" }), /scope\.stacks must be a list\.$/);
        assert.match(faultOf({ transition: "x" }), /transition must hold fields \(name: value\)\.$/);
        const done = "{ milestones: [{ name: T, date: 2026-06-30, done: maybe }] }";
        assert.match(faultOf({ transition: done }), /done must be true or false\.$/);
        assert.match(faultOf({ basis: `" "` }), /basis must not be blank\.$/);
        assert.match(faultOf({ basis: "x" }), /basis must be an Anuket exception such as "ra2\.exc\.tec\.001"/);
        assert.match(faultOf({ transition: "{ plan: x }" }), /plan must be an address that starts with https:/);
        assert.match(faultOf({ id: `" "` }), /id must not be blank\.$/);
        assert.match(faultOf({ id: `"a,b"` }), /id must have 1 to 34 characters, no space and no comma\.$/);
        assert.match(faultsIn("[]").map(faultLine).join(), /is a bare list/);
        assert.match(faultsIn("7").map(faultLine).join(), /the register must hold fields/);
    });

    it("says which technique was probably meant, and which needs none of it", () => {
        assert.match(
            faultOf({ techniques: "[sriof]" }),
            /techniques\[0\] is no technique that can stand here; did you mean sriov\?$/,
        );
        assert.match(
            faultOf({ techniques: "[virtio]" }),
            /techniques\[0\] is "virtio", which needs no exception; leave it out\.$/,
        );
        assert.match(faultOf({ techniques: "[dpdkdpdk]" }), /is no technique that can stand here; use one of sriov, /);
        assert.match(faultOf({ transition: "{ target: vhostt }" }), /target is no technique that can stand here/);
        assert.match(faultOf({ category: "virtio" }), /category is not allowed; use one of /);
        assert.match(faultOf({ category: "waver" }), /category is not allowed; did you mean waiver\?$/);
        assert.match(faultOf({ category: "3" }), /category is not allowed; use one of waiver, mitigated\.$/);
    });

    it("prints no key that is no plain word", () => {
        const said = faultOf({ '"!secret"': "1" });
        assert.match(said, /exceptions\[0\]\["…"\] is no field/);
        assert.doesNotMatch(said, /secret/);
    });

    it("lists its faults in the order of the text, within a line too", () => {
        const first = `{ owner: 3, id: EXC-1, techniques: [sriov], scope: { stacks: [p] }, reason: ${"r".repeat(200)}, approvedBy: 4, approvedOn: 2026-01-01, expires: 2026-12-31 }`;
        const places = faultsIn(
            `exceptions:\n  - ${first}\n${yamlEntry({ id: "EXC-2", owner: "5", expires: "never" })}`,
        ).map(({ line, column = 0 }) => [line, column > 100]);
        assert.deepEqual(places, [
            [2, false],
            [2, true],
            [7, false],
            [10, false],
        ]);
    });

    it("names the entry of a fault where its ID can be printed", () => {
        const idOf = (id: string): string | undefined =>
            faultsIn(yamlRegister(yamlEntry({ id, owner: "3" })))[0]?.entryId;
        assert.equal(idOf("EXC-1"), "EXC-1");
        assert.equal(idOf(`"-x"`), undefined);
        assert.equal(faultsIn(yamlRegister(yamlEntry({ id: "5" })))[0]?.entryId, undefined);
        assert.equal(faultsIn("exceptions: []\nq: 1")[0]?.entryId, undefined);
    });

    it("tells an over-broad scope from other advice", () => {
        const text = yamlRegister(yamlEntry({ scope: `{ stacks: ["*"] }`, approvedBy: "upf-team" }));
        const { warnings } = readyRegister(parseRegister(text, "here"));
        assert.deepEqual(
            warnings.map(({ message, overBroad }) => [/is the owner/.test(message), overBroad]),
            [
                [false, true],
                [true, undefined],
            ],
        );
    });

    it("has all of its faults told at once, those of its entries beside those of its root", () => {
        const text = `${yamlRegister(yamlEntry({ expires: "2025-01-01" }))}exemptions: []\n`;
        assert.match(
            faultsIn(text).map(faultLine).join("\n"),
            /expires lies before approvedOn[^]*exemptions is no field/,
        );
    });

    it("takes days that are equal as they are", () => {
        const text = yamlRegister(
            yamlEntry({
                expires: "2026-01-15",
                validFrom: "2026-01-15",
                transition:
                    "{ milestones: [{ name: T, date: 2026-01-15 }, { name: U, date: 2026-02-01, done: true }] }",
            }),
        );
        assert.deepEqual(readyRegister(parseRegister(text, "here")).warnings, []);
        assert.match(faultOf({ validFrom: "2026-02-02", expires: "2026-02-01" }), /expires lies before validFrom/);
        assert.match(
            faultOf({ approvedOn: "2026-02-02", validFrom: "2026-02-03", expires: "2026-02-02" }),
            /expires lies before validFrom/,
        );
        assert.match(
            warningOf({ transition: "{ milestones: [{ name: T, date: 2027-01-01 }] }" }),
            /milestones\[0\]\.date lies after expires/,
        );
    });

    it("takes one person for the other whatever the case and the blanks around", () => {
        assert.match(warningOf({ owner: `" UPF-team"`, approvedBy: `"upf-Team "` }), /approvedBy is the owner/);
    });

    it("is read with its defaults filled in, and its days stay text", () => {
        const text = yamlRegister(
            yamlEntry(),
            yamlEntry({
                id: "CHG0012345",
                techniques: "[vdpa, unknown]",
                scope: `{ projects: [edge], namespaces: [upf], resources: ["kubernetes:core/v1:Pod::upf-*"] }`,
                validFrom: "2026-02-01",
                category: "mitigated",
                basis: "none",
                implication: "|\n      No live migration.\n      Maintenance windows.",
                ticket: "CHG0012345",
                transition:
                    "{ target: virtio, plan: https://example.com/p, milestones: [{ name: Tested, date: 2026-06-30, done: true }] }",
            }),
        );
        const { register, warnings } = readyRegister(parseRegister(text, "exceptions.yaml"));
        assert.deepEqual(warnings, []);
        assert.equal(register.source, "exceptions.yaml");
        assert.deepEqual(register.entries[0], {
            id: "EXC-2026-014",
            techniques: ["sriov"],
            scope: { stacks: ["prod"] },
            reason: "The user plane needs it.",
            owner: "upf-team",
            approvedBy: "platform-board",
            approvedOn: "2026-01-15",
            validFrom: "2026-01-15",
            expires: "2026-12-31",
            category: "waiver",
        });
        assert.deepEqual(register.entries[1], {
            id: "CHG0012345",
            techniques: ["vdpa", "unknown"],
            scope: { projects: ["edge"], namespaces: ["upf"], resources: ["kubernetes:core/v1:Pod::upf-*"] },
            reason: "The user plane needs it.",
            owner: "upf-team",
            approvedBy: "platform-board",
            approvedOn: "2026-01-15",
            validFrom: "2026-02-01",
            expires: "2026-12-31",
            category: "mitigated",
            basis: "none",
            implication: "No live migration.\nMaintenance windows.\n",
            transition: {
                target: "virtio",
                plan: "https://example.com/p",
                milestones: [{ name: "Tested", date: "2026-06-30", done: true }],
            },
            ticket: "CHG0012345",
        });
    });

    it("has a transition without a plan, to virtio, where no more is said of it", () => {
        const text = yamlRegister(yamlEntry({ transition: "{ milestones: [{ name: Tested, date: 2026-06-30 }] }" }));
        assert.deepEqual(readyRegister(parseRegister(text, "here")).register.entries[0]?.transition, {
            target: "virtio",
            milestones: [{ name: "Tested", date: "2026-06-30", done: false }],
        });
    });

    it("reads the same from JSON, from inline entries, and with anchors for a shared scope", () => {
        const yaml = parseRegister(yamlRegister(yamlEntry()), "here");
        const { register } = readyRegister(yaml);
        const plain = Object.fromEntries(
            Object.entries(register.entries[0] ?? {}).filter(
                ([field]) => field !== "validFrom" && field !== "category",
            ),
        );
        assert.deepEqual(parseRegister(JSON.stringify({ $schema: "x", exceptions: [plain] }), "here"), yaml);
        assert.deepEqual(registerFromEntries([plain], "here"), yaml);
        const anchored = yamlRegister(
            yamlEntry({ id: "EXC-1001", scope: "&scope { stacks: [prod] }" }),
            yamlEntry({ id: "EXC-1002", scope: "*scope" }),
        );
        assert.deepEqual(readyRegister(parseRegister(anchored, "here")).register.entries[1]?.scope, {
            stacks: ["prod"],
        });
    });

    it("in JSON has positions too, and a key that stands twice is a fault in it", () => {
        const json = (owner: string): string =>
            `{\n  "exceptions": [\n    { "id": "EXC-2026-014", "techniques": ["sriov"], "scope": { "stacks": ["prod"] },\n` +
            `      "reason": "a \\"quoted\\" word", "owner": ${owner},\n` +
            `      "approvedBy": "b", "approvedOn": "2026-01-01", "expires": "2026-12-31" }\n  ]\n}\n`;
        const { register, warnings } = readyRegister(parseRegister(json('"o"'), "here"));
        assert.deepEqual([register.entries[0]?.reason, warnings], ['a "quoted" word', []]);
        assert.match(faultsIn(json("3")).map(faultLine).join(), /^exceptions\.yaml:4:47: error: .*owner must be text/);
        assert.match(
            faultsIn(json('"o", "owner": "p"')).map(faultLine).join(),
            /^exceptions\.yaml:4:52: error: A field stands twice/,
        );
        const [warning] = readyRegister(parseRegister(json('"b"'), "here")).warnings;
        assert.deepEqual([warning?.line, warning?.column], [5, 21]);
    });

    it("may be an empty list, which grants nothing and faults nothing", () => {
        for (const state of [parseRegister("exceptions: []", "here"), registerFromEntries([], "here")]) {
            assert.deepEqual(readyRegister(state).register.entries, []);
            assert.equal(judge(question(), state, { now: NOW }).granted, false);
        }
    });

    it("is none where no entries are configured", () => {
        assert.deepEqual(registerFromEntries(undefined, "here"), { state: "none" });
        assert.deepEqual(registerFromEntries(null, "here"), { state: "none" });
    });

    it("keeps days as text whatever version or tag the file claims", () => {
        const text = `%YAML 1.1\n---\n${yamlRegister(yamlEntry())}`;
        assert.equal(readyRegister(parseRegister(text, "here")).register.entries[0]?.expires, "2026-12-31");
        assert.match(faultOf({ expires: "!!timestamp 2026-12-31" }), /:9:14: error: .*tag/);
    });

    describe("with a fault in an entry names file, line, column, entry, field and fix", () => {
        const cases: [string, Record<string, string | undefined>, RegExp][] = [
            [
                "a missing field",
                { owner: undefined },
                /^exceptions\.yaml:2:5: error: EXC-2026-014: exceptions\[0\]\.owner is missing\. Add it\.$/,
            ],
            [
                "a day that does not exist",
                { expires: "2026-02-30" },
                /:9:14: error: EXC-2026-014: exceptions\[0\]\.expires must be a day that the calendar has, written YYYY-MM-DD/,
            ],
            ["a day in another form", { approvedOn: "15.01.2026" }, /:8:17: .*approvedOn must be a day/],
            ["an instant in place of a day", { expires: "2026-12-31T00:00:00Z" }, /:9:14: .*expires must be a day/],
            [
                "an unknown technique",
                { techniques: "[sriov, dpdk]" },
                /:3:25: .*techniques\[1\] is no technique that can stand here; use one of sriov, pci-passthrough/,
            ],
            [
                "a misspelt technique",
                { techniques: "[SR-IOV]" },
                /techniques\[0\] is no technique that can stand here; did you mean sriov\?/,
            ],
            [
                "a software technique",
                { techniques: "[virtio]" },
                /techniques\[0\] is "virtio", which needs no exception; leave it out/,
            ],
            ["no technique", { techniques: "[]" }, /:3:5: .*techniques must have at least one element/],
            ["a technique twice", { techniques: "[sriov, sriov]" }, /techniques names the same thing twice/],
            ["an end before the approval", { expires: "2026-01-14" }, /:9:14: .*expires lies before approvedOn/],
            ["an end before the start", { validFrom: "2027-01-01" }, /expires lies before validFrom/],
            [
                "an unknown field",
                { colour: "red" },
                /:10:5: .*colour is no field that the register knows\. Use id, techniques/,
            ],
            [
                "another tool's field",
                { expiresOn: "2026-12-31" },
                /expiresOn is no field that the register knows\. Did you mean expires\?/,
            ],
            [
                "a misspelt field",
                { aproved_by: "board" },
                /aproved_by is no field that the register knows\. Did you mean approvedBy\?/,
            ],
            ["a scope of nothing", { scope: "{}" }, /scope is empty\. Give projects, stacks, resources or namespaces/],
            ["an empty list in the scope", { scope: "{ stacks: [] }" }, /scope\.stacks must have at least one element/],
            [
                "an unknown field in the scope",
                { scope: "{ stack: [prod] }" },
                /scope\.stack is no field that the register knows\. Did you mean stacks\?/,
            ],
            ["a word in place of a list", { scope: "{ stacks: prod }" }, /:4:22: .*scope\.stacks must be a list/],
            [
                "a resource pattern that can match nothing",
                { scope: `{ resources: ["type::"] }` },
                /scope\.resources\[0\] is no resource pattern\. Write type::name/,
            ],
            [
                "an ID of another form",
                { id: "exception" },
                /:2:9: .*id must hold at least one digit; config exceptionIdPattern/,
            ],
            ["an ID that is a number", { id: "2026014" }, /exceptions\[0\]\.id must be text; put it in quotes/],
            ["an ID with a comma", { id: `"EXC-1,EXC-2"` }, /id must have 1 to 34 characters, no space and no comma/],
            ["a field without a value", { owner: "" }, /:6:5: .*owner has no value/],
            ["a blank text", { reason: `"  "` }, /reason must not be blank/],
            ["a truth value in place of text", { owner: "true" }, /owner must be text; put it in quotes/],
            [
                "an address that is none",
                { transition: `{ plan: "javascript:alert(1)" }` },
                /transition\.plan must be an address that starts with https:/,
            ],
            ["an unknown category", { category: "permanent" }, /category is not allowed; use one of waiver, mitigated/],
            ["a basis that Anuket does not have", { basis: "anuket" }, /basis must be an Anuket exception/],
            [
                "a target that needs no plan",
                { transition: "{ target: none }" },
                /transition\.target is no technique that can stand here/,
            ],
            ["an empty transition", { transition: "{}" }, /transition is empty\. Fill it, or leave it out/],
            [
                "a milestone without a day",
                { transition: "{ milestones: [{ name: x }] }" },
                /milestones\[0\]\.date is missing/,
            ],
            [
                "a misspelt field of a milestone",
                { transition: "{ milestones: [{ name: x, date: 2026-06-01, don: true }] }" },
                /milestones\[0\]\.don is no field that the register knows\. Did you mean done\?/,
            ],
            [
                "a done that is no truth value",
                { transition: "{ milestones: [{ name: x, date: 2026-06-01, done: 'yes' }] }" },
                /done must be true or false/,
            ],
            ["characters that turn the text", { owner: `"a\u202eb"` }, /owner has characters that cannot be printed/],
            [
                "an escape sequence of a terminal",
                { owner: `"a\\e[31m"` },
                /owner has characters that cannot be printed/,
            ],
            ["a line break in a name", { owner: `"a\\nb"` }, /owner has a line break/],
            ["a reason too long to keep", { reason: "x".repeat(2049) }, /reason is too long; at most 2048/],
        ];
        for (const [what, over, expected] of cases) {
            it(what, () => assert.match(faultOf(over), expected));
        }
    });

    it("names an ID that stands twice, at its second place", () => {
        const faults = faultsIn(yamlRegister(yamlEntry(), yamlEntry({ id: "EXC-2026-015" }), yamlEntry()));
        assert.deepEqual(faults.map(faultLine), [
            "exceptions.yaml:18:9: error: EXC-2026-014: exceptions[2].id is already the ID of exceptions[0]. Keep one entry for each ID.",
        ]);
    });

    it("lists every fault, in the order of the file, and none of another kind for the same entry", () => {
        const text = yamlRegister(
            yamlEntry({ id: "EXC-1001", expires: "2026-02-30", owner: undefined }),
            yamlEntry({ id: "EXC-1002", expires: "2025-01-01" }),
        );
        const lines = faultsIn(text).map((fault) => [fault.entryId, fault.line]);
        assert.deepEqual(lines, [
            ["EXC-1001", 2],
            ["EXC-1001", 8],
            ["EXC-1002", 16],
        ]);
    });

    it("ends a long list of faults with how many more there are", () => {
        const faults = faultsIn(`exceptions: [${"3, ".repeat(80)}]`);
        assert.equal(faults.length, 51);
        assert.match(faults.at(-1)?.message ?? "", /^30 more faults are not listed/);
    });

    describe("is used, with a warning, where", () => {
        const cases: [string, Record<string, string | undefined>, RegExp][] = [
            [
                "the approver is the owner",
                { approvedBy: "UPF-Team" },
                /^exceptions\.yaml:7:17: warning: EXC-2026-014: .*approvedBy is the owner/,
            ],
            [
                "the scope matches everything",
                { scope: `{ stacks: ["*"] }` },
                /:4:5: warning: .*scope matches everything/,
            ],
            [
                "the scope is a name alone",
                { scope: "{ resources: [upf-*] }" },
                /scope is narrowed by a resource's name alone/,
            ],
            ["it holds before its approval", { validFrom: "2026-01-01" }, /validFrom lies before approvedOn/],
            [
                "a stack has its project in front",
                { scope: "{ stacks: [edge/prod] }" },
                /scope\.stacks\[0\] has a slash/,
            ],
            [
                "the transition leads to where it is",
                { transition: "{ target: sriov }" },
                /transition\.target is a technique that the exception already allows/,
            ],
            [
                "a milestone lies after the end",
                { transition: "{ milestones: [{ name: x, date: 2027-01-01 }] }" },
                /milestones\[0\]\.date lies after expires/,
            ],
        ];
        for (const [what, over, expected] of cases) {
            it(what, () => assert.match(warningOf(over), expected));
        }
    });

    it("takes the operator's own form of IDs where it is told", () => {
        const text = yamlRegister(yamlEntry({ id: "waiver" }));
        assert.equal(parseRegister(text, "here", { pattern: /^[a-z]+$/ }).state, "ready");
        assert.equal(parseRegister(text, "here").state, "faulty");
        const inline = [
            { ...readyRegister(parseRegister(yamlRegister(yamlEntry()), "here")).register.entries[0], id: "waiver" },
        ];
        assert.equal(registerFromEntries(inline, "here", { pattern: /^[a-z]+$/ }).state, "ready");
        assert.equal(registerFromEntries(inline, "here").state, "faulty");
    });

    describe("of a form that cannot be read is faulty, and grants nothing:", () => {
        const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
        for (const [index, letter] of Array.from("bcdefghi").entries()) {
            const previous = `*${"abcdefghi"[index] ?? ""}`;
            bomb.push(`${letter}: &${letter} [${Array.from({ length: 10 }, () => previous).join(", ")}]`);
        }
        const cases: [string, string, RegExp][] = [
            ["an empty file", "", /The register is empty/],
            ["a file of blanks and comments", "\n  # nothing yet\n\n", /The register is empty/],
            ["a byte order mark alone", "\ufeff", /The register is empty/],
            ["a key without a list", "exceptions:\n", /1:1: error: exceptions has no value/],
            ["a bare list", yamlEntry(), /bare list\. Put the list under the key exceptions/],
            ["a word", "exceptions", /must hold fields/],
            ["a number in place of the list", "exceptions: 3", /1:13: error: exceptions must be a list/],
            ["a map in place of the list", "exceptions: { EXC-2026-014: {} }", /exceptions must be a list/],
            ["another key", "waivers: []", /exceptions is missing/],
            [
                "a key too many",
                "exceptions: []\nexemptions: []",
                /2:1: error: exemptions is no field that the register knows\. Did you mean exceptions\?/,
            ],
            [
                "entries that are none",
                "exceptions: [~, 1, word, []]",
                /exceptions\[0\] has no value[^]*exceptions\[1\] must hold fields[^]*exceptions\[2\][^]*exceptions\[3\]/,
            ],
            [
                "a field that stands twice",
                yamlRegister(`${yamlEntry()}    expires: 2099-12-31\n`),
                /:10:5: error: A field stands twice/,
            ],
            [
                "two documents",
                `${yamlRegister(yamlEntry())}---\n${yamlRegister(yamlEntry())}`,
                /more than one document/,
            ],
            ["a tab as indentation", "exceptions:\n\t- id: EXC-2026-014\n", /2:1: error: A tab is used as indentation/],
            [
                "an escape that YAML does not know",
                `exceptions: "\\q"`,
                /An?[^]*escape that YAML does not know\. Use single quotes/,
            ],
            [
                "a character that YAML keeps for itself",
                "exceptions: @all",
                /starts with a character that YAML keeps for itself/,
            ],
            ["a field inside another on one line", "exceptions: a: b", /nests one field inside another/],
            [
                "a name over several lines",
                "exceptions\nare: []",
                /name goes over several lines\. A colon is probably missing/,
            ],
            ["a bracket too many", "exceptions: []]", /Something stands here that YAML does not expect/],
            ["a version that is none", "%YAML 9.9.9\n---\nexceptions: []", /not valid YAML/],
            ["an alias without a name", "exceptions: * ", /has no anchor \(&name\) before it\. Write the value out/],
            ["a bracket that is not closed", "exceptions: [", /1:14: error: .*a bracket before it is not closed/],
            ["a quote that is not closed", `exceptions: "`, /A quote, a bracket or a colon is missing/],
            [
                "a broken indentation",
                "exceptions:\n    - id: EXC-2026-014\n  - id: EXC-2026-015\n",
                /exceptions\.yaml:\d+:\d+: error: /,
            ],
            ["a language's own tag", "exceptions: !!js/function 'function () {}'", /1:13: error: A value has a tag/],
            ["a name that is no text", "? [a, b]\n: c", /A field's name is no text/],
            ["an alias without an anchor", "exceptions: *all", /alias/i],
            ["an anchor inside itself", "exceptions: &all [*all]", /exceptions\[0\]|alias/i],
            ["a bomb of anchors", `${bomb.join("\n")}\nexceptions: *i`, /aliases are used too often/],
            ["a merge of maps", "base: &base {}\nexceptions:\n  - <<: *base", /is no field that the register knows/],
            ["a name that JavaScript keeps for itself", "__proto__: { exceptions: [] }", /exceptions is missing/],
            ["lists in lists without end", "[".repeat(100_000), /nesting is too deep/],
            ["maps in maps without end", "{a: ".repeat(100_000), /nesting is too deep/],
            ["nested dashes without end", `exceptions: \n${"- ".repeat(100_000)}x`, /nesting is too deep/],
            [
                "nested keys without end",
                Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
                /:6\d:1: error: The nesting is too deep/,
            ],
            ["a file far too large", `#${" ".repeat(MAX_REGISTER_BYTES)}`, /larger than 8 MiB/],
        ];
        for (const [what, text, expected] of cases) {
            it(what, () => {
                const state = parseRegister(text, "exceptions.yaml");
                assert.match(faultsOf(state).map(faultLine).join("\n"), expected);
                assert.equal(judge(question(), state, { now: NOW }).granted, false);
            });
        }
    });

    it("of one fault grants nothing, not even under its sound entries", () => {
        const state = parseRegister(yamlRegister(yamlEntry(), yamlEntry({ id: "EXC-1001", owner: undefined })), "here");
        const verdict = judge(question(), state, { now: NOW });
        assert.equal(verdict.granted, false);
        assert.equal(!verdict.granted && verdict.reason, "register-faulty");
    });

    it("given inline is checked as a file is, without positions", () => {
        for (const entries of [
            {},
            "x",
            3,
            true,
            [null],
            [[]],
            [{ id: "EXC-2026-014" }],
            [() => undefined],
            new Map(),
        ]) {
            const [fault] = faultsOf(registerFromEntries(entries, "paravirtual-io"));
            assert.equal(fault?.line, undefined);
            assert.match(faultLine(fault ?? assert.fail()), /^paravirtual-io: error: /);
        }
    });

    it("given inline never throws, whatever hides behind a property", () => {
        const trap = new Proxy({}, { get: () => assert.fail("read"), ownKeys: () => assert.fail("listed") });
        const [fault] = faultsOf(registerFromEntries([trap], "paravirtual-io"));
        assert.match(fault?.message ?? "", /cannot be read/);
    });

    it("never repeats a value in its faults, since a value may be a secret", () => {
        const secret = "hunter2hunter2";
        const texts = [
            ...["techniques", "scope", "reason", "approvedOn", "expires", "category", "basis", "transition"].map(
                (field) => yamlRegister(yamlEntry({ [field]: `{ "${secret}!": "${secret}" }` })),
            ),
            yamlRegister(yamlEntry({ techniques: `["${secret}"]`, expires: secret, basis: secret, category: secret })),
            yamlRegister(yamlEntry({ id: `"${secret} x"` })),
            `${secret}: *${secret}`,
            `exceptions: !${secret} []`,
            `exceptions: "${secret}`,
            `exceptions:\n  - ${secret}: : ${secret}`,
        ];
        for (const text of texts) {
            const said = faultsIn(text).map(faultLine).join("\n");
            assert.ok(!said.includes(secret), said);
        }
    });

    it("keeps warnings and order stable for the same text", () => {
        const text = yamlRegister(yamlEntry({ approvedBy: "upf-team", scope: `{ stacks: ["*"] }` }));
        assert.deepEqual(parseRegister(text, "here"), parseRegister(text, "here"));
        assert.deepEqual(
            readyRegister(parseRegister(text, "here")).warnings.map((warning) => warning.line),
            [4, 7],
        );
    });
});

describe("the register's schema", () => {
    const schema = JSON.parse(readFileSync(join(__dirname, "../../exceptions/register.schema.json"), "utf8")) as {
        definitions: Record<string, { enum?: string[]; properties?: Record<string, Record<string, unknown>> }>;
    };

    it("lists exactly the techniques that need an exception", () => {
        assert.deepEqual(schema.definitions["hardwareTechnique"]?.enum, TECHNIQUES.filter(needsException));
    });

    it("describes every field, for editors", () => {
        for (const [name, { properties }] of Object.entries(schema.definitions)) {
            for (const [field, property] of Object.entries(properties ?? {})) {
                const described = "description" in property || "$ref" in property;
                assert.ok(described, `${name}.${field} has no description`);
            }
        }
    });

    it("gives examples that fit it", () => {
        const examples = Object.fromEntries(
            Object.entries(schema.definitions["entry"]?.properties ?? {}).flatMap(([field, { examples }]) =>
                Array.isArray(examples) ? [[field, examples[0] as unknown]] : [],
            ),
        );
        const scopes = Object.fromEntries(
            Object.entries(schema.definitions["scope"]?.properties ?? {}).map(([field, { examples }]) => [
                field,
                (examples as unknown[])[0],
            ]),
        );
        readyRegister(registerFromEntries([{ ...examples, scope: scopes }], "examples"));
    });
});
