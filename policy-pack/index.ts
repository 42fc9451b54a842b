import { PolicyPack } from "@pulumi/policy";
import { keepCompiled } from "./compile-cache";
import { createPolicies } from "./policies";

// Starts the analyzer's server: only the pack's own entry does this. Everything else imports `policies.ts`.
new PolicyPack("virtio-first", {
    displayName: "virtio-first",
    description:
        "Anuket's rule on IO virtualisation: virtio first, hardware under an exception of the transition plan.",
    policies: createPolicies({ packFolder: process.cwd(), now: () => new Date() }),
});

keepCompiled();
