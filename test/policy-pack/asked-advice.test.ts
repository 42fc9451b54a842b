import assert from "node:assert/strict";
import type { Policies, PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { createPolicies } from "../../policy-pack/policies";
import { stackValidationOf, validationsOf } from "./support";

// For each function of a policy the SDK makes a resource's properties anew, or a whole stack's, which costs more than to judge
// them.
describe("attachment-health", () => {
    interface Port {
        readonly name: string;
        readonly vnicType: string;
    }
    const plain: Port = { name: "plain", vnicType: "normal" };
    const other: Port = { name: "other", vnicType: "normal" };
    /** Ports of which the pack has advice alone. */
    const baremetal: Port = { name: "baremetal", vnicType: "baremetal" };
    const second: Port = { name: "second", vnicType: "baremetal" };
    const refused: Port = { name: "refused", vnicType: "direct" };

    let policies: Policies;
    let given: string[];
    let said: string[];

    beforeEach(() => {
        policies = createPolicies({ packFolder: "/nonexistent", now: () => new Date("2026-11-25T12:00:00Z") });
        given = [];
        said = [];
    });

    const policyOf = (policyName: string): Policies[number] => policies.find(({ name }) => name === policyName)!;
    const resourceOf = ({ name, vnicType }: Port) => ({
        type: "openstack:networking/port:Port",
        urn: `urn:pulumi:dev::core::openstack:networking/port:Port::${name}`,
        name,
        props: { networkId: "n", binding: { vnicType } },
        provider: { urn: "urn:provider" },
    });
    const configOf = (policyName: string) => ({
        getConfig: () => (policyName === "paravirtual-io" ? { networks: { n: "virtio" } } : {}),
    });

    /** Hands a port to a policy as the SDK does. */
    function hand(policyName: string, port: Port): void {
        const args = { ...resourceOf(port), ...configOf(policyName) } as unknown as ResourceValidationArgs;
        for (const validate of validationsOf(policyOf(policyName))) {
            given.push(`${policyName} ${port.name}`);
            void validate(args, () => said.push(`${policyName} ${port.name}`));
        }
    }

    /** Hands a stack to a policy as the SDK does: to those that are policies of stacks at that moment. */
    function handStack(policyName: string, ports: readonly Port[]): void {
        const resources = ports.map(resourceOf) as unknown as PolicyResource[];
        const args = { resources, ...configOf(policyName) } as unknown as StackValidationArgs;
        const validate = stackValidationOf(policyOf(policyName));
        if (validate !== undefined) {
            given.push(`${policyName} stack`);
            void validate(args, (_message, urn) => said.push(`${policyName} ${urn?.split("::").at(-1)}`));
        }
    }

    const inOrder = (...ports: Port[]): void =>
        ports.forEach((port) => {
            hand("paravirtual-io", port);
            hand("attachment-health", port);
        });
    const handedToIt = (): string[] =>
        given.flatMap((each) => (each.startsWith("attachment-health ") ? each.split(" ").slice(1) : []));

    it("is handed the first resource, and then only those of which there is something to say", () => {
        inOrder(plain, baremetal, other, refused, second);
        assert.deepEqual(handedToIt(), ["plain", "baremetal", "refused", "second"]);
        assert.deepEqual(said, ["attachment-health baremetal", "paravirtual-io refused", "attachment-health second"]);
    });

    it("says all of it where several resources are on their way at once", () => {
        inOrder(plain);
        const ports = [baremetal, other, second];
        ports.forEach((port) => hand("paravirtual-io", port));
        ports.forEach((port) => hand("attachment-health", port));
        assert.deepEqual(said, ["attachment-health baremetal", "attachment-health second"]);
    });

    it("is handed every resource where paravirtual-io is disabled", () => {
        [plain, baremetal, other, second].forEach((port) => hand("attachment-health", port));
        assert.deepEqual(handedToIt(), ["plain", "baremetal", "other", "second"]);
        assert.deepEqual(said, ["attachment-health baremetal", "attachment-health second"]);
    });

    it("says all of it in a pack that has the policies in another order", () => {
        [plain, baremetal, other, second].forEach((port) => {
            hand("attachment-health", port);
            hand("paravirtual-io", port);
        });
        assert.deepEqual(said, ["attachment-health baremetal", "attachment-health second"]);
    });

    it("says all of it where the policies of the pack were copied", () => {
        policies = policies.map((policy) => ({ ...policy }));
        inOrder(plain, baremetal, other, second);
        assert.deepEqual(said, ["attachment-health baremetal", "attachment-health second"]);
    });

    const wholeStack = (...ports: Port[]): void =>
        ["paravirtual-io", "attachment-health"].forEach((policyName) => handStack(policyName, ports));
    /** What is only read is judged with the stack alone. */
    const onlyRead = baremetal;
    const refusedWhereRead: Port = { name: "read", vnicType: "direct" };

    it("is handed the stack where there is something to say of it", () => {
        inOrder(plain, refused);
        wholeStack(plain, refused, refusedWhereRead, onlyRead);
        assert.ok(given.includes("attachment-health stack"));
        assert.deepEqual(said, ["paravirtual-io refused", "paravirtual-io read", "attachment-health baremetal"]);
    });

    it("is not handed a stack of which there is nothing to say", () => {
        inOrder(plain, refused);
        wholeStack(plain, refused, refusedWhereRead);
        assert.ok(!given.includes("attachment-health stack"));
        assert.deepEqual(said, ["paravirtual-io refused", "paravirtual-io read"]);
    });

    it("is handed every stack where paravirtual-io is disabled", () => {
        [plain, refused].forEach((port) => hand("attachment-health", port));
        handStack("attachment-health", [plain, refused, onlyRead]);
        assert.deepEqual(said, ["attachment-health baremetal"]);
    });

    it("says all of a stack in a pack that has the policies in another order, or copies", () => {
        hand("attachment-health", plain);
        hand("paravirtual-io", plain);
        handStack("attachment-health", [plain, onlyRead]);
        assert.deepEqual(said, ["attachment-health baremetal"]);
        policies = createPolicies({ packFolder: "/nonexistent", now: () => new Date("2026-11-25T12:00:00Z") });
        policies = policies.map((policy) => ({ ...policy }));
        inOrder(plain);
        wholeStack(plain, onlyRead);
        assert.deepEqual(said, ["attachment-health baremetal", "attachment-health baremetal"]);
    });

    it("is handed the stack of an update, of which more is known than of the preview's", () => {
        inOrder(plain);
        wholeStack(plain);
        wholeStack(plain, onlyRead);
        assert.deepEqual(said, ["attachment-health baremetal"]);
    });

    it("leaves what refuses a resource that paravirtual-io did not see to be said with the stack", () => {
        hand("attachment-health", refused);
        assert.deepEqual(said, []);
        handStack("paravirtual-io", [refused]);
        assert.deepEqual(said, ["paravirtual-io refused"]);
    });
});
