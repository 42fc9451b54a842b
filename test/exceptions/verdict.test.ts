import assert from "node:assert/strict";
import { type ExceptionEntry, NO_REGISTER, type RegisterState } from "../../exceptions/register";
import { type Granted, judge, type JudgeOptions, type Question, type Refused } from "../../exceptions/verdict";
import { entry, NOW, PORT_TYPE, question, ready, subject } from "./sample";

const TROVE = "openstack:database/instance:Instance";

function granted(asked: Question, state: RegisterState, options: Partial<JudgeOptions> = {}): Granted {
    const verdict = judge(asked, state, { now: NOW, ...options });
    assert.ok(verdict.granted, JSON.stringify(verdict));
    return verdict;
}

function refused(asked: Question, state: RegisterState, options: Partial<JudgeOptions> = {}): Refused {
    const verdict = judge(asked, state, { now: NOW, ...options });
    assert.ok(!verdict.granted, JSON.stringify(verdict));
    return verdict;
}

function at(instant: string): Partial<JudgeOptions> {
    return { now: new Date(instant) };
}

describe("a verdict by the register", () => {
    it("grants what the entry allows, and says by which entry and for which technique", () => {
        const allowed = entry();
        assert.deepEqual(granted(question(), ready(allowed)), {
            granted: true,
            id: "EXC-2026-014",
            entry: allowed,
            technique: "sriov",
            others: [],
        });
    });

    it("rests on the exception that holds longest and, among equals, on the first ID", () => {
        const ids = ["EXC-2026-020", "EXC-2026-014", "EXC-2026-017"];
        const entries = ids.map((id) => entry({ id }));
        for (const order of [ids, [...ids].reverse()]) {
            assert.equal(granted(question({ ids: order }), ready(...entries)).id, "EXC-2026-014");
        }
        const longer = entry({ id: "EXC-2026-020", expires: "2027-01-31" });
        assert.equal(granted(question({ ids }), ready(...entries.slice(1), longer)).id, "EXC-2026-020");
    });

    it("refuses an attachment without an ID, whatever the register holds", () => {
        const verdict = refused(question({ ids: [] }), ready(entry({ scope: { resources: [`${PORT_TYPE}::*`] } })));
        assert.deepEqual(verdict, { granted: false, reason: "no-id", refusals: [], carriesMarker: true });
    });

    it("refuses an ID that is not in the register, letter by letter", () => {
        assert.equal(refused(question({ ids: ["EXC-2026-015"] }), ready(entry())).reason, "not-in-register");
        assert.equal(refused(question({ ids: ["exc-2026-014"] }), ready(entry())).reason, "not-in-register");
        assert.equal(refused(question({ ids: ["constructor1"] }), ready(entry())).reason, "not-in-register");
    });

    it("refuses a malformed ID without repeating it", () => {
        const verdict = refused(question({ ids: ["password", "EXC 2026"] }), ready(entry()));
        assert.equal(verdict.reason, "malformed");
        assert.deepEqual(
            verdict.refusals.map((refusal) => refusal.reason === "malformed" && refusal.index),
            [0, 1],
        );
        assert.ok(!JSON.stringify(verdict).includes("password"));
    });

    it("refuses another technique and says what was asked", () => {
        const verdict = refused(question({ techniques: ["pci-passthrough"] }), ready(entry()));
        assert.equal(verdict.reason, "other-technique");
        const [refusal] = verdict.refusals;
        assert.ok(refusal?.reason === "other-technique");
        assert.deepEqual(refusal.asked, ["pci-passthrough"]);
        assert.deepEqual(refusal.entry.techniques, ["sriov"]);
    });

    it("refuses unknown unless the entry lists it", () => {
        const all = entry({ techniques: ["sriov", "pci-passthrough", "vdpa", "smartnic", "accelerator"] });
        assert.equal(refused(question({ techniques: ["unknown"] }), ready(all)).reason, "other-technique");
        const listed = entry({ techniques: ["unknown"] });
        assert.equal(granted(question({ techniques: ["unknown"] }), ready(listed)).technique, "unknown");
    });

    it("takes a grant for one of the alternatives, and says which", () => {
        const alternatives = question({ techniques: ["sriov", "vdpa"] });
        assert.equal(granted(alternatives, ready(entry({ techniques: ["vdpa"] }))).technique, "vdpa");
        assert.equal(granted(alternatives, ready(entry({ techniques: ["vdpa", "sriov"] }))).technique, "sriov");
        assert.equal(refused(alternatives, ready(entry({ techniques: ["smartnic"] }))).reason, "other-technique");
    });

    it("refuses what is out of scope, and says which part", () => {
        const cases: [ExceptionEntry["scope"], string][] = [
            [{ projects: ["core"] }, "projects"],
            [{ stacks: ["dev"] }, "stacks"],
            [{ namespaces: ["upf"] }, "namespaces"],
            [{ resources: [`${PORT_TYPE}::smf-*`] }, "resources"],
        ];
        for (const [scope, part] of cases) {
            const [refusal] = refused(question(), ready(entry({ scope }))).refusals;
            assert.ok(refusal?.reason === "out-of-scope");
            assert.equal(refusal.part, part);
        }
    });

    it("holds from the first instant of validFrom to the last instant of expires, UTC", () => {
        const state = ready(entry({ validFrom: "2026-02-01", expires: "2026-03-31" }));
        assert.equal(refused(question(), state, at("2026-01-31T23:59:59.999Z")).reason, "not-yet-valid");
        assert.ok(granted(question(), state, at("2026-02-01T00:00:00.000Z")));
        assert.ok(granted(question(), state, at("2026-03-31T23:59:59.999Z")));
        assert.equal(refused(question(), state, at("2026-04-01T00:00:00.000Z")).reason, "expired");
        assert.ok(granted(question(), state, at("2026-03-31T22:30:00-01:00")));
        assert.equal(refused(question(), state, at("2026-03-31T23:30:00-01:00")).reason, "expired");
    });

    it("refuses under a clock, or a day, that is none", () => {
        assert.equal(judge(question(), ready(entry()), { now: new Date(Number.NaN) }).granted, false);
        assert.equal(judge(question(), ready(entry({ expires: "never" })), { now: NOW }).granted, false);
        assert.equal(judge(question(), ready(entry({ validFrom: "" })), { now: NOW }).granted, false);
    });

    it("takes the ID that grants, and reports the others", () => {
        const state = ready(entry(), entry({ id: "EXC-2026-001", expires: "2026-01-31" }));
        const verdict = granted(question({ ids: ["EXC-2026-001", "nope", "EXC-9999-999", "EXC-2026-014"] }), state);
        assert.equal(verdict.id, "EXC-2026-014");
        assert.deepEqual(verdict.others.map((other) => other.reason).sort(), [
            "expired",
            "malformed",
            "not-in-register",
        ]);
    });

    it("takes the exception that holds longest, and the first in the alphabet among equals", () => {
        const longer = entry({ id: "EXC-2026-099", expires: "2027-06-30" });
        const ids = ["EXC-2026-014", "EXC-2026-099", "EXC-2026-098"];
        assert.equal(granted(question({ ids }), ready(entry(), longer)).id, "EXC-2026-099");
        const equal = entry({ id: "EXC-2026-098", expires: "2027-06-30" });
        assert.equal(granted(question({ ids }), ready(entry(), longer, equal)).id, "EXC-2026-098");
    });

    it("names first, of several refusals, the one that came nearest to granting", () => {
        const state = ready(
            entry({ id: "EXC-0001", techniques: ["vdpa"] }),
            entry({ id: "EXC-0002", scope: { stacks: ["dev"] } }),
            entry({ id: "EXC-0003", validFrom: "2026-07-01" }),
            entry({ id: "EXC-0004", expires: "2026-06-01" }),
        );
        const ids = ["x", "EXC-9999", "EXC-0001", "EXC-0002", "EXC-0003", "EXC-0004"];
        const verdict = refused(question({ ids }), state);
        assert.equal(verdict.reason, "expired");
        assert.deepEqual(
            verdict.refusals.map((refusal) => refusal.reason),
            ["expired", "not-yet-valid", "out-of-scope", "other-technique", "not-in-register", "malformed"],
        );
    });

    it("judges each ID once, however often markers name it", () => {
        const ids = ["EXC-2026-015", "EXC-2026-015", "EXC-2026-015"];
        assert.equal(refused(question({ ids }), ready(entry())).refusals.length, 1);
    });

    it("grants nothing to a question without a hardware technique", () => {
        assert.equal(judge(question({ techniques: [] }), ready(entry()), { now: NOW }).granted, false);
        assert.equal(judge(question({ techniques: ["virtio"] }), NO_REGISTER, { now: NOW }).granted, false);
    });
});

describe("a verdict under the operator's own form of IDs", () => {
    it("takes that form, and refuses others", () => {
        const state = ready(entry({ id: "waiver" }));
        assert.ok(granted(question({ ids: ["waiver"] }), state, { pattern: /^[a-z]+$/ }));
        assert.equal(refused(question({ ids: ["EXC-2026-014"] }), state, { pattern: /^[a-z]+$/ }).reason, "malformed");
    });

    it("is the same each time, even if the expression is global or sticky", () => {
        const state = ready(entry());
        for (const pattern of [/EXC-\d+-\d+/g, /EXC-\d+-\d+/y]) {
            for (let turn = 0; turn < 3; turn++) {
                assert.ok(granted(question(), state, { pattern }));
                assert.deepEqual(
                    granted(question({ ids: ["EXC-2026-014", "EXC-2026-014"] }), state, { pattern }).others,
                    [],
                );
                const both = question({ ids: ["EXC-2026-013", "EXC-2026-014"] });
                assert.ok(granted(both, state, { pattern }));
            }
        }
    });

    it("keeps what else the expression says, such as that case does not matter", () => {
        const state = ready(entry({ id: "exc-2026-014" }));
        assert.ok(granted(question({ ids: ["exc-2026-014"] }), state, { pattern: /^EXC-\d+-\d+$/gi }));
    });
});

describe("a verdict without a register", () => {
    it("accepts a well-formed ID as not verified: there is no entry", () => {
        const verdict = granted(question({ ids: ["bad", "EXC-2026-777"] }), NO_REGISTER);
        assert.equal(verdict.id, "EXC-2026-777");
        assert.equal(verdict.entry, undefined);
        assert.deepEqual(
            verdict.others.map((other) => other.reason),
            ["malformed"],
        );
        assert.equal(granted(question({ techniques: ["unknown"] }), NO_REGISTER).technique, "unknown");
    });

    it("accepts the first of several in the alphabet", () => {
        assert.equal(granted(question({ ids: ["EXC-2026-778", "EXC-2026-777"] }), NO_REGISTER).id, "EXC-2026-777");
    });

    it("refuses no ID and a malformed ID", () => {
        assert.equal(refused(question({ ids: [] }), NO_REGISTER).reason, "no-id");
        assert.equal(refused(question({ ids: ["later"] }), NO_REGISTER).reason, "malformed");
        assert.equal(refused(question({ ids: [], carriesMarker: false }), NO_REGISTER).reason, "no-id");
    });

    it("refuses every ID where requireRegister is set", () => {
        const verdict = refused(question(), NO_REGISTER, { requireRegister: true });
        assert.equal(verdict.reason, "register-required");
        assert.equal(refused(question({ ids: [] }), NO_REGISTER, { requireRegister: true }).reason, "no-id");
        const unmarked = question({ ids: [], carriesMarker: false });
        assert.equal(refused(unmarked, NO_REGISTER, { requireRegister: true }).reason, "register-required");
    });
});

describe("a verdict under a faulty register", () => {
    const faulty: RegisterState = { state: "faulty", faults: [{ severity: "error", message: "x", source: "here" }] };

    it("grants nothing", () => {
        assert.equal(refused(question(), faulty).reason, "register-faulty");
        assert.equal(refused(question({ ids: [] }), faulty).reason, "no-id");
        assert.equal(refused(question({ ids: [], carriesMarker: false }), faulty).reason, "register-faulty");
        assert.equal(refused(question(), faulty, { requireRegister: false }).reason, "register-faulty");
    });
});

describe("a verdict on what can carry no marker", () => {
    const unmarked = (over: Partial<Question> = {}): Question =>
        question({ ids: [], carriesMarker: false, subject: subject({ type: TROVE, name: "subscribers-0" }), ...over });

    it("is granted by an entry whose resource pattern names its type and matches its name", () => {
        for (const pattern of [
            `${TROVE}::subscribers-*`,
            `${TROVE}::*`,
            `urn:pulumi:prod::edge::${TROVE}::subscribers-0`,
            `${TROVE}::subscribers-0`,
        ]) {
            const verdict = granted(unmarked(), ready(entry({ scope: { resources: [pattern] } })));
            assert.equal(verdict.byResource, true);
            assert.equal(verdict.id, "EXC-2026-014");
        }
    });

    it("is not granted by a wildcard in the type, by a name alone, or by a scope without resources", () => {
        const scopes = [
            { resources: ["*::subscribers-0"] },
            { resources: ["openstack:*::subscribers-0"] },
            { resources: ["subscribers-0"] },
            { resources: [`urn:pulumi:prod::edge::*::subscribers-0`] },
            { stacks: ["prod"] },
        ];
        for (const scope of scopes) {
            const verdict = refused(unmarked(), ready(entry({ scope })));
            assert.equal(verdict.reason, "no-id", JSON.stringify(scope));
            assert.equal(verdict.carriesMarker, false);
        }
    });

    it("is not granted by one pattern's type together with another pattern's name", () => {
        for (const other of [
            `${TROVE}::*-9`,
            `${TROVE}::subscribers`,
            `urn:pulumi:dev::edge::${TROVE}::subscribers-0`,
        ]) {
            const resources = ["openstack:*::subscribers-*", other];
            assert.equal(refused(unmarked(), ready(entry({ scope: { resources } }))).reason, "no-id", other);
        }
    });

    it("rests on the entry that holds longest and, among equals, on the first ID, whichever pattern comes first", () => {
        const entryOf = (id: string, pattern: string, expires: string): ReturnType<typeof entry> =>
            entry({ id, expires, scope: { resources: [`${TROVE}::${pattern}`] } });
        for (const [wide, narrow, expected] of [
            ["2026-12-31", "2026-12-31", "EXC-0001"],
            ["2026-12-31", "2026-12-30", "EXC-0002"],
            ["2026-12-30", "2026-12-31", "EXC-0001"],
        ] as const) {
            const state = ready(entryOf("EXC-0002", "*", wide), entryOf("EXC-0001", "subscribers-*", narrow));
            assert.equal(granted(unmarked(), state).id, expected);
        }
    });

    it("still has to be of the technique, in the rest of the scope, and in time", () => {
        const resources = [`${TROVE}::subscribers-*`];
        assert.equal(
            refused(unmarked(), ready(entry({ techniques: ["vdpa"], scope: { resources } }))).reason,
            "other-technique",
        );
        assert.equal(
            refused(unmarked(), ready(entry({ expires: "2026-06-14", scope: { resources } }))).reason,
            "expired",
        );
        assert.equal(
            refused(unmarked(), ready(entry({ validFrom: "2026-07-01", scope: { resources } }))).reason,
            "not-yet-valid",
        );
        const elsewhere = refused(unmarked(), ready(entry({ scope: { resources, stacks: ["dev"] } })));
        assert.deepEqual([elsewhere.reason, elsewhere.refusals], ["no-id", []]);
    });

    it("is never granted that way if it could carry a marker", () => {
        const state = ready(entry({ scope: { resources: [`${TROVE}::subscribers-*`] } }));
        assert.equal(refused(unmarked({ carriesMarker: true }), state).reason, "no-id");
        assert.equal(refused(unmarked({ carriesMarker: undefined }), state).reason, "no-id");
    });

    it("may be granted by an ID that covers it, before any pattern", () => {
        const state = ready(
            entry(),
            entry({ id: "EXC-2026-015", scope: { resources: [`${TROVE}::*`] }, expires: "2030-01-01" }),
        );
        const verdict = granted(unmarked({ ids: ["EXC-2026-014"] }), state);
        assert.deepEqual([verdict.id, verdict.byResource], ["EXC-2026-014", undefined]);
    });
});

describe("a verdict by a register of 10,000 entries", () => {
    /** Counts every read of any entry. */
    function counted(size: number): { state: RegisterState; reads: () => number } {
        let reads = 0;
        const entries = Array.from({ length: size }, (_, index) => {
            const scope = { stacks: ["prod"], resources: [`${TROVE}::db-${index}-*`] };
            return new Proxy(entry({ id: `EXC-${String(index).padStart(4, "0")}`, scope }), {
                get(target, key, receiver) {
                    reads++;
                    return Reflect.get(target, key, receiver) as unknown;
                },
            });
        });
        return { state: ready(...entries), reads: () => reads };
    }

    function readsOf(size: number, asked: Question): number {
        const { state, reads } = counted(size);
        judge(asked, state, { now: NOW }); // Builds the index.
        const before = reads();
        assert.ok(judge(asked, state, { now: NOW }).granted);
        return reads() - before;
    }

    it("reads no more entries than one by a register of 10, by ID and by pattern alike", () => {
        const named = subject({ type: TROVE, name: "db-7-a" });
        const byId = question({ ids: ["EXC-0007"], subject: named });
        const byPattern = question({ ids: [], carriesMarker: false, subject: named });
        for (const asked of [byId, byPattern]) {
            const few = readsOf(10, { ...asked });
            assert.ok(few > 0);
            assert.equal(readsOf(10_000, { ...asked }), few);
        }
    });
});
