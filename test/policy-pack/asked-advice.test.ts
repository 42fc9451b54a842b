import assert from "node:assert/strict";
import type { Policies, ResourceValidationArgs } from "@pulumi/policy";
import { createPolicies } from "../../policy-pack/policies";
import { validationsOf } from "./support";

// For each function of a policy the SDK makes a resource's properties anew, which costs more than to judge them.
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

    /** Hands a port to a policy as the SDK does. */
    function hand(policyName: string, { name, vnicType }: Port): void {
        const args = {
            type: "openstack:networking/port:Port",
            urn: `urn:pulumi:dev::core::openstack:networking/port:Port::${name}`,
            name,
            props: { networkId: "n", binding: { vnicType } },
            getConfig: () => (policyName === "paravirtual-io" ? { networks: { n: "virtio" } } : {}),
        };
        for (const validate of validationsOf(policies.find((policy) => policy.name === policyName)!)) {
            given.push(`${policyName} ${name}`);
            void validate(args as unknown as ResourceValidationArgs, () => said.push(`${policyName} ${name}`));
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
});
