import type {
    Policies,
    ResourceValidation,
    ResourceValidationPolicy,
    StackValidation,
    StackValidationPolicy,
} from "@pulumi/policy";

/** An entry of a register that fits the schema, with the given fields in place of its own. */
export function entry(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
        id: "EXC-2026-014",
        techniques: ["sriov"],
        scope: { stacks: ["dev"] },
        reason: "The packet gateway needs line rate that the virtual switch does not give.",
        owner: "packet-core@operator.example",
        approvedBy: "architecture-board@operator.example",
        approvedOn: "2026-01-15",
        expires: "2027-06-30",
        category: "waiver",
        implication: "The workload is bound to one vendor's NIC.",
        transition: { target: "virtio", plan: "https://plan.operator.example/exc-2026-014" },
        ...fields,
    };
}

/** The functions by which a policy judges one resource, as the SDK asks for them at each call. */
export function validationsOf(policy: Policies[number]): readonly ResourceValidation[] {
    const { validateResource = [] } = policy as Partial<ResourceValidationPolicy>;
    return Array.isArray(validateResource) ? validateResource : [validateResource];
}

/** The function by which a policy judges a stack, as the SDK asks for it; `undefined` for one that is no policy of stacks. */
export function stackValidationOf(policy: Policies[number]): StackValidation | undefined {
    return (policy as Partial<StackValidationPolicy>).validateStack;
}
