import assert from "node:assert/strict";
import { expectConformant, expectFinding, expectNoFindings, expectRefused, expectTechniques } from "../../testing";
import { urn } from "../report/support";
import { previewed } from "./support";

const PORT = "openstack:networking/port:Port";

const refusal = {
    pack: "virtio-first",
    packVersion: "0.1.0",
    policy: "paravirtual-io",
    level: "mandatory",
    urn: urn(PORT, "fast"),
    message: "Asks for SR-IOV.\n  at: binding.vnicType\n  fix: Use virtio.\n  rule: missing-exception-id",
};
const foreign = { ...refusal, pack: "house", policy: "no-open-doors", level: "advisory", message: "Close the door." };
const refused = () =>
    previewed([refusal, foreign], { outcome: { status: "refused", exitCode: 1, reason: "1 refusal" } });
const allowed = () =>
    previewed([], {
        findings: [],
    });

/** The message of the assertion that a check throws. */
function messageOf(check: () => void): string {
    try {
        check();
    } catch (error) {
        assert.ok(error instanceof assert.AssertionError);
        return error.message;
    }
    return assert.fail("the check passed");
}

describe("assertions on a previewed stack", () => {
    it("expectConformant passes a stack that nothing refuses, and shows every refusal otherwise", () => {
        expectConformant(allowed());
        const message = messageOf(() => expectConformant(refused()));
        assert.match(
            message,
            /^the stack is refused: 1 refusal\n {2}- \[mandatory\] paravirtual-io \(fast\): Asks for SR-IOV/,
        );
        assert.match(message, /fix: Use virtio\./);
    });

    it("expectConformant asks for a level where one is named", () => {
        const stack = previewed([], { outcome: { status: "passed", exitCode: 0 } });
        expectConformant(stack, "Conformant with Exceptions");
        assert.match(
            messageOf(() => expectConformant(stack, "Fully Conformant")),
            /^the stack is Conformant with Exceptions, not Fully Conformant/,
        );
    });

    it("expectConformant with a level fails where this package's pack judged nothing", () => {
        const stack = previewed([], { complete: false });
        assert.match(
            messageOf(() => expectConformant(stack, "Fully Conformant")),
            /judged by another pack/,
        );
    });

    it("expectConformant tells why a program failed", () => {
        const diagnostics = [{ severity: "error", source: "program", message: "TypeError: no" } as const];
        const stack = previewed([], { outcome: { status: "failed", exitCode: 1 }, diagnostics });
        assert.match(
            messageOf(() => expectConformant(stack)),
            /program: TypeError: no/,
        );
        assert.match(
            messageOf(() => expectRefused(stack)),
            /^the program failed, so nothing was refused/,
        );
    });

    it("expectRefused and expectFinding match every part that is given", () => {
        const all = { rule: "missing-exception-id", resource: `${PORT}::fast`, path: "binding.vnicType" } as const;
        expectRefused(refused());
        expectRefused(refused(), { ...all, policy: "paravirtual-io", message: /SR-IOV/ });
        expectFinding(refused(), { policy: "no-open-doors", message: "door", level: "advisory" });
        for (const wrong of [
            { rule: "undecidable" },
            { path: "x" },
            { message: "no such words" },
            { policy: "z" },
        ] as const) {
            assert.match(
                messageOf(() => expectRefused(refused(), { ...all, ...wrong })),
                /^no finding fits .*; there are 2 findings\n/,
            );
        }
        assert.match(
            messageOf(() => expectRefused(allowed())),
            /there are 0 findings/,
        );
    });

    it("an advisory finding is no refusal", () => {
        const stack = previewed([foreign]);
        assert.match(
            messageOf(() => expectRefused(stack, { policy: "no-open-doors" })),
            /there is 1 finding/,
        );
    });

    it("a rule that there is not is an error, since nothing could fit it", () => {
        const misspelt = { rule: "missing-exceptionid" };
        assert.throws(() => expectNoFindings(refused(), misspelt), {
            name: "Error",
            message: 'there is no rule "missing-exceptionid". Did you mean missing-exception-id?',
        });
        assert.throws(() => expectFinding(refused(), misspelt), /Did you mean missing-exception-id\?$/);
        assert.throws(
            () => expectRefused(allowed(), { rule: "toString" }),
            /no rule "toString"\. There are:\n {2}missing/,
        );
    });

    it("knows the rules of these policies in a pack of another name", () => {
        const own = previewed([{ ...refusal, pack: "ours" }]);
        expectFinding(own, { rule: "missing-exception-id", path: "binding.vnicType", resource: `${PORT}::fast` });
        assert.throws(() => expectNoFindings(own, { rule: "missing-exception-id" }), assert.AssertionError);
        const namesake = previewed([{ ...refusal, pack: "house", policy: "no-open-doors" }]);
        expectNoFindings(namesake, { rule: "missing-exception-id" });
    });

    it("expectNoFindings lists what there is", () => {
        expectNoFindings(allowed());
        expectNoFindings(refused(), { rule: "undecidable" });
        assert.match(
            messageOf(() => expectNoFindings(refused())),
            /^there are 2 findings that fit anything/,
        );
    });

    it("expectTechniques compares in any order and shows what decided", () => {
        expectTechniques(refused(), `${PORT}::fast`, ["sriov"]);
        assert.match(
            messageOf(() => expectTechniques(refused(), `${PORT}::fast`, ["virtio"])),
            /has the techniques \[sriov\], not \[virtio\]\n {2}- binding\.vnicType: vnic_type direct/,
        );
    });
});

describe("questions to a previewed stack", () => {
    it("finds a resource by name, type::name or URN, and says which there are otherwise", () => {
        const stack = refused();
        assert.equal(stack.resource(`${PORT}::fast`).urn, urn(PORT, "fast"));
        assert.equal(stack.resource(urn(PORT, "fast")).type, PORT);
        assert.throws(
            () => stack.resource("fast"),
            /is not one resource; write type::name or the URN of one:\n(.*\n)*.*Port::fast/,
        );
        assert.throws(
            () => stack.resource("slow"),
            /there is no resource "slow" in the stack. There are:\n(.*\n)*.*Port::fast/,
        );
    });

    it("means the resource, not the component around it, where they share a name", () => {
        assert.equal(previewed([], {}, false).resource("fast").type, PORT);
    });

    it("gives attachments, findings and secrets of a resource", () => {
        const stack = refused();
        assert.deepEqual(
            stack.attachments(`${PORT}::fast`).map(({ verdict }) => verdict),
            [{ state: "refused", rule: "missing-exception-id" }],
        );
        assert.equal(stack.attachments().length, 1);
        assert.equal(stack.findingsOn(`${PORT}::fast`).length, 2);
        assert.ok(stack.resource(`${PORT}::fast`).isSecret("name"));
        assert.ok(!stack.resource(`${PORT}::fast`).isSecret("binding"));
    });
});
