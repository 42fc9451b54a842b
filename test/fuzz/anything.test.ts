import assert from "node:assert/strict";
import fc from "fast-check";
import { judge } from "../policy-pack/harness";
import { entry } from "../policy-pack/support";
import { properties } from "./properties";
import { tokens } from "./tokens";

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
