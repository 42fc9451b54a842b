import assert from "node:assert/strict";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { createPolicies } from "../../policy-pack/policies";
import { stackValidationOf, validationsOf } from "./support";

// The engine gives a pack its config before the first resource. Giving it out is the SDK's work, done again for each call.
describe("a pack's config", () => {
    const resources = ["one", "two", "three"].map((name) => ({
        type: "openstack:networking/port:Port",
        urn: `urn:pulumi:dev::core::openstack:networking/port:Port::${name}`,
        name,
        props: { networkId: "n", binding: { vnicType: "direct" } },
        provider: { urn: "urn:provider" },
    }));

    /** Runs the policies as the SDK does; gives what they refused, and how often each was given its config. */
    function run(configOf: (policy: string) => Record<string, unknown>): { refused: string[]; asked: string[] } {
        const refused: string[] = [];
        const asked: string[] = [];
        const policies = createPolicies({ packFolder: "/nonexistent", now: () => new Date("2026-11-25T12:00:00Z") });
        const given = (policy: string, phase: string) => ({
            getConfig: () => {
                asked.push(`${policy} ${phase}`);
                return configOf(policy);
            },
        });
        const report = (message: string): void => {
            refused.push(message);
        };
        for (const resource of resources) {
            for (const policy of policies) {
                for (const validate of validationsOf(policy)) {
                    const args = { ...resource, ...given(policy.name, "resource") };
                    void validate(args as unknown as ResourceValidationArgs, report);
                }
            }
        }
        for (const policy of policies) {
            const args = { resources: resources as unknown as PolicyResource[], ...given(policy.name, "stack") };
            void stackValidationOf(policy)?.(args as unknown as StackValidationArgs, report);
        }
        return { refused, asked };
    }

    it("is asked for with the first resource, and once more with the stack", () => {
        assert.deepEqual(run(() => ({})).asked, [
            "paravirtual-io resource",
            "attachment-health resource",
            "paravirtual-io stack",
            "exception-lifecycle stack",
        ]);
    });

    it("counts for every resource", () => {
        const { refused } = run((policy) => (policy === "paravirtual-io" ? { forecastDate: "2027-03-01" } : {}));
        const ports = refused.filter((message) => message.includes("vnic_type direct"));
        assert.deepEqual(
            ports.map((message) => message.includes("2027-03-01")),
            [true, true, true],
        );
    });

    it("is a fault under a policy that has none of its own, whichever resource came first", () => {
        const { refused } = run((policy) => (policy === "attachment-health" ? { networks: {} } : {}));
        assert.equal(
            refused.filter((message) => /attachment-health: networks would have no effect/.test(message)).length,
            1,
        );
    });
});
