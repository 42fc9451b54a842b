import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { configSchema } from "./config-schema";
import { defaultLevels, framework, rulesUrl, tags } from "./metadata";
import type { Session } from "./session";

/**
 * `paravirtual-io` (mandatory): refuses every hardware attachment that no exception allows, on each resource alone and
 * across the resources of a stack. It comes first in the pack: the other policies share its config.
 */
export function paravirtualIo(session: Session): ResourceValidationPolicy & StackValidationPolicy {
    return {
        name: "paravirtual-io",
        displayName: "Para-virtualised IO",
        description:
            "VM and pod network attachments are para-virtualised (virtio; VMXNET3 on VMware). SR-IOV, PCI passthrough, " +
            "vDPA, SmartNICs and accelerators need an exception ID of the transition plan.",
        enforcementLevel: defaultLevels["paravirtual-io"],
        severity: "high",
        framework,
        tags,
        url: rulesUrl,
        remediationSteps:
            "Use virtio, or add the marker virtio-first/exception-id with the ID of an exception that grants the technique.",
        configSchema,
        // Asked only where config sets the level `remediate`. What is changed is changed in place, and is then judged.
        remediateResource: (args) => {
            session.configure(args.getConfig());
            return session.remediate(args) ? args.props : undefined;
        },
        validateResource: (args, reportViolation) => {
            if (!session.wasAsked("paravirtual-io")) {
                session.configure(args.getConfig());
            }
            for (const { level, message } of session.judgeResource(args)) {
                if (level === "mandatory") {
                    reportViolation(message);
                }
            }
        },
        validateStack: (args, reportViolation) => {
            session.configure(args.getConfig());
            for (const { level, message, urn } of session.judgeStack(args.resources).findings) {
                if (level === "mandatory") {
                    reportViolation(message, urn);
                }
            }
        },
    };
}
