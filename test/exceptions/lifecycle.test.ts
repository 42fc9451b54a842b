import assert from "node:assert/strict";
import {
    lifecycle,
    type LifecycleFinding,
    type LifecycleInput,
    type LifecycleRule,
    type Use,
} from "../../exceptions/lifecycle";
import { type ExceptionEntry, NO_REGISTER } from "../../exceptions/register";
import { statusOf } from "../../exceptions/status";
import { entry, PORT_TYPE, ready, subject } from "./sample";

function use(over: Partial<Use> = {}): Use {
    const { urn, name } = subject();
    return {
        urn,
        name,
        type: PORT_TYPE,
        path: "binding.vnicType",
        technique: "sriov",
        id: "EXC-2026-014",
        entry: entry(),
        ...over,
    };
}

function findings(over: Partial<LifecycleInput> = {}): LifecycleFinding[] {
    return lifecycle({
        state: ready(entry()),
        uses: [],
        project: "edge",
        stack: "prod",
        now: new Date("2026-06-15T12:00:00Z"),
        expiryWarningDays: 60,
        ...over,
    });
}

function texts(rule: LifecycleRule, over: Partial<LifecycleInput> = {}): string[] {
    return findings(over)
        .filter((finding) => finding.rule === rule)
        .map((finding) => finding.text);
}

function usedBy(used: ExceptionEntry, more: ExceptionEntry[] = []): Partial<LifecycleInput> {
    return { state: ready(used, ...more), uses: [use({ id: used.id, entry: used })] };
}

describe("the life cycle of exceptions", () => {
    it("always reports a used exception: who uses what, until when", () => {
        const used = findings({ uses: [use()] });
        assert.deepEqual(used, [
            {
                rule: "exception-used",
                id: "EXC-2026-014",
                text: "Exception EXC-2026-014 is used by upf-n3 for sriov (binding.vnicType), until 2026-12-31.",
                urn: use().urn,
            },
        ]);
    });

    it("reports each resource once, with all of its attachments", () => {
        const other = subject({ name: "upf-n6" });
        const uses = [
            use(),
            use({ path: "valueSpecs", technique: "vdpa" }),
            use(),
            use({ urn: other.urn, name: other.name }),
        ];
        assert.deepEqual(texts("exception-used", { uses }), [
            "Exception EXC-2026-014 is used by upf-n3 for sriov (binding.vnicType), vdpa (valueSpecs), until 2026-12-31.",
            "Exception EXC-2026-014 is used by upf-n6 for sriov (binding.vnicType), until 2026-12-31.",
        ]);
    });

    it("says that a use is not verified where no register is configured", () => {
        const uses = [use({ entry: undefined })];
        assert.deepEqual(
            findings({ state: NO_REGISTER, uses }).map((finding) => finding.text),
            [
                "Exception EXC-2026-014 is used by upf-n3 for sriov (binding.vnicType), not verified, since no register is configured.",
            ],
        );
    });

    it("is silent on the end until the set number of days before it, and says so from then on", () => {
        const until = entry({ expires: "2026-06-30" });
        const at = (instant: string): string[] =>
            texts("exception-expiring", { ...usedBy(until), now: new Date(instant), expiryWarningDays: 10 });
        assert.deepEqual(at("2026-06-20T23:59:59Z"), []);
        assert.match(
            at("2026-06-21T00:00:00Z").join(),
            /^Exception EXC-2026-014 ends on 2026-06-30 \(UTC\), in 10 days; 1 resource rests on it\. Move to virtio/,
        );
        assert.match(at("2026-06-30T12:00:00Z").join(), /\(UTC\), today; 1 resource/);
    });

    it("counts the resources that rest on the exception that ends, and no others", () => {
        const ending = entry({ expires: "2026-06-30" });
        const other = entry({ id: "EXC-2026-015", expires: "2026-12-31" });
        const uses = [
            use({ entry: ending }),
            use({ entry: ending, path: "valueSpecs" }),
            use({ entry: ending, ...subject({ name: "upf-n6" }) }),
            use({ id: other.id, entry: other, ...subject({ name: "upf-n9" }) }),
        ];
        const [text = "", ...more] = texts("exception-expiring", { state: ready(ending, other), uses });
        assert.match(text, /; 2 resources rest on it\./);
        assert.deepEqual(more, []);
    });

    it("does not report the end of what nothing here uses", () => {
        assert.deepEqual(texts("exception-expiring", { state: ready(entry({ expires: "2026-06-20" })) }), []);
    });

    it("reports an entry as unused only in a stack that it names literally", () => {
        const unused = (scope: ExceptionEntry["scope"]): string[] =>
            texts("exception-unused", { state: ready(entry({ scope })) });
        assert.match(
            unused({ stacks: ["prod"] }).join(),
            /^Exception EXC-2026-014 names stack edge\/prod, and nothing there uses it\./,
        );
        assert.equal(unused({ projects: ["edge"], stacks: ["dev", "prod"] }).length, 1);
        assert.equal(unused({ resources: [`urn:pulumi:prod::edge::${PORT_TYPE}::upf-*`] }).length, 1);
        for (const scope of [
            { stacks: ["prod*"] },
            { stacks: ["dev"] },
            { projects: ["core"], stacks: ["prod"] },
            { projects: ["edge"] },
            { resources: [`${PORT_TYPE}::upf-*`] },
            { resources: [`urn:pulumi:*::edge::${PORT_TYPE}::upf-*`] },
            { resources: [`urn:pulumi:prod::*::${PORT_TYPE}::upf-*`] },
            { stacks: ["dev", "pro*"] },
            { resources: [`urn:pulumi:dev::edge::${PORT_TYPE}::upf-n3`] },
            { resources: [`urn:pulumi:prod::core::${PORT_TYPE}::upf-n3`] },
            { resources: [`urn:pulumi:prod::core::${PORT_TYPE}::a`, `urn:pulumi:dev::edge::${PORT_TYPE}::b`] },
        ]) {
            assert.deepEqual(unused(scope), [], JSON.stringify(scope));
        }
    });

    it("does not call unused what is used, what a marker names, or what does not hold yet", () => {
        assert.deepEqual(texts("exception-unused", usedBy(entry())), []);
        assert.deepEqual(texts("exception-unused", { named: ["EXC-2026-014"] }), []);
        assert.deepEqual(texts("exception-unused", { state: ready(entry({ validFrom: "2026-06-16" })) }), []);
    });

    it("counts the days of an unused entry from its first instant to its last", () => {
        const at = (instant: string): string =>
            texts("exception-unused", {
                state: ready(entry({ validFrom: "2026-06-16", expires: "2026-06-16" })),
                now: new Date(instant),
            }).join();
        assert.equal(at("2026-06-15T23:59:59.999Z"), "");
        assert.equal(
            at("2026-06-16T00:00:00Z"),
            "Exception EXC-2026-014 names stack edge/prod, and nothing there uses it. " +
                "Remove the stack from its scope, or the entry from the register.",
        );
        assert.match(at("2026-06-16T23:59:59.999Z"), /nothing there uses it/);
        assert.match(at("2026-06-17T00:00:00Z"), /expired on 2026-06-16/);
    });

    it("says of an unused entry that is over that it can go", () => {
        const [text] = texts("exception-unused", { state: ready(entry({ expires: "2026-06-14" })) });
        assert.match(text ?? "", /expired on 2026-06-14 and is not used there\. Remove it from the register/);
    });

    it("reports an over-broad entry where it applies, used or not", () => {
        const broad = (scope: ExceptionEntry["scope"]): string[] =>
            texts("exception-over-broad", { state: ready(entry({ scope })) });
        assert.match(
            broad({ stacks: ["*"] }).join(),
            /^Exception EXC-2026-014 is over-broad: its scope matches everything/,
        );
        assert.match(broad({ resources: ["upf-*"] }).join(), /name alone/);
        assert.deepEqual(broad({ stacks: ["prod"] }), []);
        // It is broad, and yet not for a name of four letters.
        assert.deepEqual(broad({ stacks: ["?????*"] }), []);
        assert.deepEqual(broad({ stacks: ["????*"] }).length, 1);
    });

    it("reports milestones that are past and not done, of entries that matter here", () => {
        const milestones = [
            { name: "Planned", date: "2026-02-01", done: true },
            { name: "Tested", date: "2026-06-14", done: false },
            { name: "Moved", date: "2026-06-15", done: false },
        ];
        const planned = entry({ transition: { target: "virtio", milestones } });
        const expected = [
            'Exception EXC-2026-014: milestone 2 of its transition ("Tested") was due on 2026-06-14. Reach it and mark it done, or move its date.',
        ];
        assert.deepEqual(texts("transition-milestone-past", usedBy(planned)), expected);
        assert.deepEqual(texts("transition-milestone-past", { state: ready(planned) }), expected);
        const midnight = new Date("2026-06-15T00:00:00Z");
        assert.deepEqual(texts("transition-milestone-past", { ...usedBy(planned), now: midnight }), expected);
        const elsewhere = entry({ scope: { stacks: ["dev"] }, transition: { target: "virtio", milestones } });
        assert.deepEqual(texts("transition-milestone-past", { state: ready(elsewhere) }), []);
    });

    it("has nothing to say of a register that is faulty or not configured, and no use", () => {
        assert.deepEqual(findings({ state: { state: "faulty", faults: [] } }), []);
        assert.deepEqual(findings({ state: NO_REGISTER }), []);
    });

    it("gives the same findings in whatever order uses and entries come", () => {
        const first = entry({ id: "EXC-0001", expires: "2026-06-20" });
        const second = entry({ id: "EXC-0002", expires: "2026-06-20" });
        const uses = [use({ id: "EXC-0002", entry: second }), use({ id: "EXC-0001", entry: first })];
        assert.deepEqual(
            findings({ state: ready(first, second), uses }),
            findings({ state: ready(first, second), uses: [...uses].reverse() }),
        );
    });
});

describe("the status of an exception", () => {
    it("is pending before its first instant, active until its last, and then expired", () => {
        const at = (instant: string): string =>
            statusOf(entry({ validFrom: "2026-06-15", expires: "2026-06-15" }), new Date(instant));
        assert.equal(at("2026-06-14T23:59:59.999Z"), "pending");
        assert.equal(at("2026-06-15T00:00:00Z"), "active");
        assert.equal(at("2026-06-15T23:59:59.999Z"), "active");
        assert.equal(at("2026-06-16T00:00:00Z"), "expired");
    });
});
