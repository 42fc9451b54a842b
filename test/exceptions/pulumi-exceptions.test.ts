import assert from "node:assert/strict";
import { toPulumiExceptions, toRequest } from "../../exceptions/pulumi-exceptions";
import type { Use } from "../../exceptions/lifecycle";
import { entry, NOW, PORT_TYPE, subject } from "./sample";

const EXPORTED = {
    reason:
        "EXC-2026-014 for sriov, until 2026-12-31, owner upf-team, approved by platform-board on 2026-01-15: " +
        "The user plane needs more packets per second than the virtual switch gives.",
    match: [{ policies: ["paravirtual-io"], targets: [subject().urn] }],
};

function useOf(name: string, id = "EXC-2026-014"): Use {
    const { urn, type } = subject({ name });
    return { urn, name, type, path: "binding.vnicType", technique: "sriov", id };
}

describe("Pulumi's own exceptions, drawn from the register", () => {
    it("have the resources that use an entry as targets, each once and in order", () => {
        const { exported, skipped } = toPulumiExceptions(
            [entry()],
            [useOf("b"), useOf("a"), useOf("b"), useOf("c", "EXC-2026-015")],
            NOW,
        );
        assert.deepEqual(skipped, []);
        assert.deepEqual(
            exported.map(({ exceptions }) => exceptions),
            [[{ ...EXPORTED, match: [{ policies: ["paravirtual-io"], targets: [useOf("a").urn, useOf("b").urn] }] }]],
        );
    });

    it("have the whole URNs of a scope as targets, where the rest of the scope leaves them in", () => {
        const targetsOf = (resources: string[], rest: object = {}): unknown =>
            toPulumiExceptions([entry({ scope: { resources, ...rest } })], [], NOW).exported[0]?.exceptions;
        const { urn } = subject();
        assert.deepEqual(targetsOf([urn], { stacks: ["pro*"], projects: ["edge"] }), [EXPORTED]);
        assert.deepEqual(targetsOf([`${PORT_TYPE}::upf-n3`, "upf-n3", `${urn}*`, urn]), [EXPORTED]);
        for (const rest of [{ stacks: ["dev"] }, { projects: ["core"] }, { namespaces: ["upf"] }]) {
            assert.equal(targetsOf([urn], rest), undefined);
        }
        assert.equal(targetsOf([`${PORT_TYPE}::upf-n3`]), undefined);
    });

    it("leave out what does not hold, and what has no target, with the reason", () => {
        const whyNot = (over: object, uses: Use[] = [useOf("a")]): unknown =>
            toPulumiExceptions([entry(over)], uses, NOW).skipped;
        assert.deepEqual(whyNot({ expires: "2026-06-14" }), [{ id: "EXC-2026-014", why: "it expired on 2026-06-14" }]);
        assert.deepEqual(whyNot({ validFrom: "2026-06-16" }), [
            { id: "EXC-2026-014", why: "it holds from 2026-06-16 on" },
        ]);
        assert.deepEqual(whyNot({}, []), [
            { id: "EXC-2026-014", why: "no resource that uses it is known, and its scope names no whole URN" },
        ]);
    });

    it("name the ticket, and are cut to what Pulumi Cloud takes", () => {
        const reasonOf = (over: object): string =>
            toPulumiExceptions([entry(over)], [useOf("a")], NOW).exported[0]?.exceptions[0]?.reason ?? "";
        assert.match(reasonOf({ ticket: "CHG-1", reason: " Why.\n" }), /on 2026-01-15, ticket CHG-1: Why\.$/);
        const about = reasonOf({ reason: "" }).length;
        const fits = "x".repeat(2048 - about);
        assert.ok(reasonOf({ reason: fits }).endsWith("x"));
        assert.equal(reasonOf({ reason: fits }).length, 2048);
        const cut = reasonOf({ reason: `${fits}x` });
        assert.ok(cut.endsWith("x…"));
        assert.equal(cut.length, 2048);
    });

    it("hold 100 targets a match, and 100 matches an exception", () => {
        const uses = Array.from({ length: 10_001 }, (_, index) => useOf(`p${index}`));
        const [first, second, ...more] =
            toPulumiExceptions([entry()], uses, NOW).exported[0]?.exceptions ?? assert.fail();
        assert.deepEqual([first?.match.length, second?.match.length, more.length], [100, 1, 0]);
        const targets = [...(first?.match ?? []), ...(second?.match ?? [])].map((match) => match.targets);
        assert.ok(targets.slice(0, 100).every(({ length }) => length === 100));
        assert.equal(new Set(targets.flat()).size, 10_001);
    });

    it("end in whole hours with the entry's last day, at most ten years on, and are none for the last hour", () => {
        const secondsAt = (instant: string, expires = "2026-06-15"): number | undefined =>
            toRequest(EXPORTED, entry({ expires }), "pack", new Date(instant))?.expiresInSeconds;
        assert.deepEqual(toRequest(EXPORTED, entry({ expires: "2026-06-15" }), "pack", NOW), {
            policyPack: "pack",
            ...EXPORTED,
            expiresInSeconds: 12 * 3600,
        });
        assert.equal(secondsAt("2026-06-15T12:00:01Z"), 11 * 3600);
        assert.equal(secondsAt("2026-06-15T23:00:00Z"), 3600);
        assert.equal(secondsAt("2026-06-15T23:00:01Z"), undefined);
        assert.equal(secondsAt("2026-06-15T00:00:00Z", "2099-12-31"), 3650 * 24 * 3600);
    });
});
