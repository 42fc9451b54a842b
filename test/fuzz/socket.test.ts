import assert from "node:assert/strict";
import fc from "fast-check";
import { analyzer, grpc } from "../../preview/protocol";
import { fill, read } from "../policy-pack/harness";
import { type StartedPack, startPack } from "../policy-pack/started-pack";
import { properties } from "./properties";
import { tokens } from "./tokens";

/** Seconds for one answer; the server would wait for ever. */
const LONGEST = 20;

describe("the pack in its own process, behind its socket", () => {
    let pack: StartedPack;
    before(async () => void (pack = await startPack()));
    after(() => pack.end());

    it(`answers a stack of any properties of every type with rules alone (${tokens.length} resources)`, async () => {
        const seed = Date.now();
        const samples = fc.sample(properties, { numRuns: tokens.length, seed });
        const stack = new analyzer.AnalyzeStackRequest();
        for (const [index, type] of tokens.entries()) {
            const urn = `urn:pulumi:dev::core::${type}::r${index}`;
            const given = { type, name: `r${index}` };
            const request = new analyzer.AnalyzeRequest();
            fill(request, given, samples[index] ?? {}, urn);
            stack.addResources(fillStack(given, samples[index] ?? {}, urn));
            const answer = await new Promise<Parameters<typeof read>[0]>((done, fail) =>
                pack.client.analyze(request, new grpc.Metadata(), soon(), (error, response) =>
                    error ? fail(error) : done(response),
                ),
            );
            assertRules(read(answer, given.name), `${type}, seed ${seed}`);
        }
        const answer = await new Promise<Parameters<typeof read>[0]>((done, fail) =>
            pack.client.analyzeStack(stack, new grpc.Metadata(), soon(), (error, response) =>
                error ? fail(error) : done(response),
            ),
        );
        const said = read(answer, "");
        assertRules(said, `the stack, seed ${seed}`);
        assert.ok(said.length > 0, "of so much that cannot be verified something is said");
    });
});

function soon(): { readonly deadline: Date } {
    return { deadline: new Date(Date.now() + LONGEST * 1000) };
}

function fillStack(
    given: Parameters<typeof fill>[1],
    props: Parameters<typeof fill>[2],
    urn: string,
): InstanceType<typeof analyzer.AnalyzerResource> {
    const resource = new analyzer.AnalyzerResource();
    fill(resource, given, props, urn);
    return resource;
}

function assertRules(said: ReturnType<typeof read>, where: string): void {
    for (const { message, rule } of said) {
        assert.doesNotMatch(message, /can't run policy|can't be known/, where);
        assert.ok(rule !== "" && rule !== "reader-fault", `${where}: ${message}`);
    }
}
