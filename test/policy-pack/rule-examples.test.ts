import assert from "node:assert/strict";
import { type ExampleStack, ruleExamples } from "../../policy-pack/rule-examples";
import { rules } from "../../policy-pack/rules";
import { judge } from "./harness";

/** Rules of which no example can be given: one speaks of what the pack did, one of a fault of the pack. */
const WITHOUT = ["remediated", "reader-fault"];

async function said({ resources, config }: ExampleStack): Promise<string[]> {
    const given = Object.entries(resources).map(([name, { type, properties }]) => ({ type, name, props: properties }));
    return (await judge(given, { ...(config && { config }), now: "2026-11-25T12:00:00Z" })).map(({ rule }) => rule);
}

describe("the examples of the rules", () => {
    for (const [rule, { wrong, right }] of Object.entries(ruleExamples)) {
        it(`${rule}: the wrong stack is reported by it, the right one is not`, async () => {
            const reported = await said(wrong);
            assert.ok(reported.includes(rule), `reported: ${reported.join(", ")}`);
            const left = await said(right);
            assert.ok(!left.includes(rule), `still reported: ${left.join(", ")}`);
        });
    }

    it("are there for every rule that a stack can break", () => {
        assert.deepEqual(
            Object.keys(rules).filter((rule) => !(rule in ruleExamples) && !WITHOUT.includes(rule)),
            [],
        );
    });
});
