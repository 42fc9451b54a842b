import type { EnforcementLevel, PolicyComplianceFramework } from "@pulumi/policy";
import { RULE_SOURCE } from "../techniques/anuket";
import type { PolicyName } from "./rules";

/** The framework that every policy of the pack cites. */
export const framework: PolicyComplianceFramework = {
    name: "Anuket",
    version: "Moselle",
    reference: "Relevant Technologies: IO virtualisation",
    specification: `${RULE_SOURCE}; Reference Model infra.net.cfg.001 (connection point IO virtualisation)`,
};

/** Tags by which Pulumi Cloud groups the policies. */
export const tags = ["anuket", "nfv", "io-virtualisation"];

/** Where the rules are explained. */
export const rulesUrl = "https://www.npmjs.com/package/pulumi-virtio-first";

/** The level of each policy where nobody gives another. */
export const defaultLevels = {
    "paravirtual-io": "mandatory",
    "attachment-health": "advisory",
    "exception-lifecycle": "advisory",
} as const satisfies Readonly<Record<PolicyName, EnforcementLevel>>;
