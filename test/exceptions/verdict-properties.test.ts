import assert from "node:assert/strict";
import fc from "fast-check";
import { addDays, endOfDay, startOfDay } from "../../exceptions/dates";
import type { ExceptionEntry, Scope } from "../../exceptions/register";
import { compileScope, outsideOf } from "../../exceptions/scope";
import { judge, type Question, type Verdict } from "../../exceptions/verdict";
import { needsException, TECHNIQUES } from "../../techniques/technique";
import { entry, ready } from "./sample";

const HARDWARE = TECHNIQUES.filter(needsException);
const TYPES = ["openstack:networking/port:Port", "openstack:database/instance:Instance", "kubernetes:core/v1:Pod"];
const PROJECTS = ["edge", "core"];
const STACKS = ["prod", "dev"];
const NAMES = ["upf", "upf-n3", "smf"];
const NAMESPACES = ["upf", "smf"];
const IDS = Array.from({ length: 6 }, (_, index) => `EXC-000${index}`);

const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays("2026-06-01", days));
const glob = (words: string[]): fc.Arbitrary<string[]> =>
    fc.array(fc.constantFrom(...words, "*", `${(words[0] ?? "").slice(0, 2)}*`, "?pf"), { minLength: 1, maxLength: 2 });
const resourcePattern = fc.oneof(
    fc
        .tuple(fc.constantFrom(...TYPES, "openstack:*", "*"), fc.constantFrom(...NAMES, "upf*", "*"))
        .map((parts) => parts.join("::")),
    fc
        .tuple(
            fc.constantFrom(...STACKS, "*"),
            fc.constantFrom(...PROJECTS, "*"),
            fc.constantFrom(...TYPES),
            fc.constantFrom(...NAMES, "*"),
        )
        .map(([stack, project, type, name]) => `urn:pulumi:${stack}::${project}::my:Component$${type}::${name}`),
    fc.constantFrom(...NAMES, "upf*"),
);
const scope: fc.Arbitrary<Scope> = fc.record(
    {
        projects: glob(PROJECTS),
        stacks: glob(STACKS),
        namespaces: glob(NAMESPACES),
        resources: fc.array(resourcePattern, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
);
const anEntry = (id: fc.Arbitrary<string>): fc.Arbitrary<ExceptionEntry> =>
    fc
        .record({
            id,
            techniques: fc.uniqueArray(fc.constantFrom(...HARDWARE), { minLength: 1 }),
            scope,
            validFrom: day,
            expires: day,
        })
        .map((over) => entry({ ...over, approvedOn: over.validFrom }));
const entries = fc.uniqueArray(anEntry(fc.constantFrom(...IDS)), { selector: ({ id }) => id, maxLength: 6 });

const aQuestion: fc.Arbitrary<Question> = fc
    .record({
        techniques: fc.uniqueArray(fc.constantFrom(...HARDWARE), { minLength: 1, maxLength: 2 }),
        ids: fc.array(fc.constantFrom(...IDS, "EXC-9999", "malformed"), { maxLength: 3 }),
        carriesMarker: fc.boolean(),
        project: fc.constantFrom(...PROJECTS),
        stack: fc.constantFrom(...STACKS),
        type: fc.constantFrom(...TYPES),
        name: fc.constantFrom(...NAMES),
        namespace: fc.option(fc.constantFrom(...NAMESPACES), { nil: undefined }),
    })
    .map(({ techniques, ids, carriesMarker, ...parts }) => ({
        techniques,
        ids,
        carriesMarker,
        subject: { urn: `urn:pulumi:${parts.stack}::${parts.project}::${parts.type}::${parts.name}`, ...parts },
    }));
const clock = fc
    .tuple(day, fc.constantFrom(0, 1, 43_200_000, 86_399_999))
    .map(([date, offset]) => new Date(startOfDay(date) + offset));

/** Everything of a verdict that a user can tell apart. */
function essence(verdict: Verdict): unknown {
    const { granted, ...rest } = verdict;
    return JSON.parse(
        JSON.stringify({
            granted,
            ...rest,
            others: "others" in verdict ? verdict.others.map((other) => JSON.stringify(other)).sort() : [],
        }),
    );
}

const RUNS = { numRuns: 2000 };

describe("the verdict, over all registers, resources and clocks", () => {
    it("never grants by an entry that is expired, not yet valid, out of scope, for another technique or not named", () => {
        let grants = 0;
        fc.assert(
            fc.property(entries, aQuestion, clock, (register, asked, now) => {
                const verdict = judge(asked, ready(...register), { now });
                if (!verdict.granted) {
                    return;
                }
                grants++;
                const by = verdict.entry ?? assert.fail("a grant by a register names its entry");
                assert.ok(register.includes(by));
                assert.ok((by.techniques as readonly string[]).includes(verdict.technique));
                assert.ok(asked.techniques.includes(verdict.technique));
                assert.ok(now.getTime() >= startOfDay(by.validFrom) && now.getTime() < endOfDay(by.expires));
                assert.equal(outsideOf(compileScope(by.scope), asked.subject), undefined);
                if (verdict.byResource === true) {
                    assert.equal(asked.carriesMarker, false);
                    assert.ok(by.scope.resources?.some((pattern) => pattern.includes(`${asked.subject.type}::`)));
                } else {
                    assert.ok(asked.ids.includes(by.id));
                }
            }),
            // A fixed seed, so that the number of grants counted below is the same in every run.
            { ...RUNS, seed: 20261125 },
        );
        assert.ok(grants > 20, `only ${grants} of the questions were granted: the property says nothing`);
    });

    it("grants whenever a named entry is in time, in scope and of the technique", () => {
        fc.assert(
            fc.property(entries, aQuestion, clock, (register, asked, now) => {
                const grants = register.some(
                    (by) =>
                        asked.ids.includes(by.id) &&
                        by.techniques.some((technique) => asked.techniques.includes(technique)) &&
                        now.getTime() >= startOfDay(by.validFrom) &&
                        now.getTime() < endOfDay(by.expires) &&
                        outsideOf(compileScope(by.scope), asked.subject) === undefined,
                );
                const verdict = judge(asked, ready(...register), { now });
                assert.equal(verdict.granted && verdict.byResource !== true, grants);
            }),
            RUNS,
        );
    });

    it("is not turned from a grant into a refusal by another entry", () => {
        fc.assert(
            fc.property(entries, anEntry(fc.constant("EXC-7777")), aQuestion, clock, (register, more, asked, now) => {
                const before = judge(asked, ready(...register), { now });
                const named = { ...asked, ids: [...asked.ids, "EXC-7777"] };
                if (before.granted) {
                    assert.ok(judge(asked, ready(...register, more), { now }).granted);
                    assert.ok(judge(named, ready(...register, more), { now }).granted);
                }
            }),
            RUNS,
        );
    });

    it("does not depend on the order of the entries or of the IDs", () => {
        const shuffled = entries.chain((register) =>
            fc.tuple(fc.constant(register), fc.shuffledSubarray(register, { minLength: register.length })),
        );
        fc.assert(
            fc.property(shuffled, aQuestion, clock, ([register, other], asked, now) => {
                const verdict = essence(judge(asked, ready(...register), { now }));
                assert.deepEqual(essence(judge(asked, ready(...other), { now })), verdict);
            }),
            RUNS,
        );
        fc.assert(
            fc.property(entries, aQuestion, clock, (register, asked, now) => {
                const ids = asked.ids.filter((id) => id !== "malformed");
                const verdict = essence(judge({ ...asked, ids }, ready(...register), { now }));
                assert.deepEqual(
                    essence(judge({ ...asked, ids: [...ids].reverse() }, ready(...register), { now })),
                    verdict,
                );
            }),
            RUNS,
        );
    });

    it("never throws, whatever the IDs are", () => {
        fc.assert(
            fc.property(
                fc.array(fc.oneof(fc.string(), fc.constantFrom("__proto__", "toString1", "EXC-0001"))),
                (ids) => {
                    judge(
                        {
                            techniques: ["sriov"],
                            ids,
                            subject: { urn: "", type: "", name: "", project: "", stack: "" },
                        },
                        ready(entry()),
                        {
                            now: new Date(0),
                        },
                    );
                },
            ),
            { numRuns: 500 },
        );
    });
});
