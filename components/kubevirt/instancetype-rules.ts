import { quantity } from "../../techniques/kubernetes/quantity";
import { at, deep, isAbsent, isUnknown, type Value } from "../../techniques/value";
import type { Fail } from "../checks";
import { withUnknowns } from "../inputs";

/** A rule of an instance type: those of a machine, in the words that instance types have. */
interface InstancetypeRule {
    readonly argument: string;
    readonly broken: (spec: Value) => boolean;
    readonly fault: string;
}

const cpu = (spec: Value, ...keys: string[]): Value => deep(spec, "cpu", ...keys);
const given = (value: Value): boolean => !isAbsent(value) && !isUnknown(value);
const isShared = (spec: Value): boolean => {
    const placement = cpu(spec, "dedicatedCPUPlacement");
    return !isUnknown(placement) && placement !== true;
};
const amount = (value: Value): number => {
    const known = quantity(value);
    return typeof known === "number" ? known : NaN;
};

const rules: readonly InstancetypeRule[] = [
    {
        argument: "spec.cpu.guest",
        broken: (spec) => !isUnknown(cpu(spec, "guest")) && !(amount(cpu(spec, "guest")) >= 1),
        fault: `is missing, or no number of at least 1.`,
    },
    {
        argument: "spec.memory.guest",
        broken: (spec) => !isUnknown(deep(spec, "memory", "guest")) && !(amount(deep(spec, "memory", "guest")) > 0),
        fault: `is missing, or no quantity such as "4Gi".`,
    },
    {
        argument: "spec.cpu.dedicatedCpuPlacement",
        broken: (spec) => given(cpu(spec, "dedicatedCpuPlacement")),
        fault: `is written dedicatedCPUPlacement in an instance type.`,
    },
    ...["isolateEmulatorThread", "realtime"].map((key): InstancetypeRule => ({
        argument: `spec.cpu.${key}`,
        broken: (spec) => given(cpu(spec, key)) && cpu(spec, key) !== false && isShared(spec),
        fault: `needs dedicatedCPUPlacement: true.`,
    })),
    {
        argument: "spec.cpu.numa.guestMappingPassthrough",
        broken: (spec) => given(cpu(spec, "numa", "guestMappingPassthrough")) && isShared(spec),
        fault: `needs dedicatedCPUPlacement: true.`,
    },
    {
        argument: "spec.cpu.numa.guestMappingPassthrough",
        broken: (spec) =>
            given(cpu(spec, "numa", "guestMappingPassthrough")) && isAbsent(deep(spec, "memory", "hugepages")),
        fault: `needs memory.hugepages: { pageSize: "1Gi" }.`,
    },
    {
        argument: "spec.cpu.realtime",
        broken: (spec) => given(cpu(spec, "realtime")) && isAbsent(cpu(spec, "numa", "guestMappingPassthrough")),
        fault: `needs numa: { guestMappingPassthrough: {} }.`,
    },
    {
        argument: "spec.memory.overcommitPercent",
        broken: (spec) =>
            amount(deep(spec, "memory", "overcommitPercent")) > 0 && given(deep(spec, "memory", "hugepages")),
        fault: `excludes hugepages: huge pages cannot be overcommitted.`,
    },
    {
        argument: "spec.memory.guest",
        broken: (spec) => {
            const size = amount(deep(spec, "memory", "hugepages", "pageSize"));
            const memory = amount(deep(spec, "memory", "guest"));
            return size > 0 && (memory < size || memory % size !== 0);
        },
        fault: `is no multiple of the huge pages' size.`,
    },
    ...["hostDevices", "gpus"].map((key): InstancetypeRule => ({
        argument: `spec.${key}`,
        broken: (spec) => !isAbsent(at(spec, key)),
        fault: `is not accepted here: give it as ${key}, beside spec.`,
    })),
];

/** Fails where KubeVirt would refuse the instance type. What is not known yet is left to it. */
export function checkInstancetypeSpec(fail: Fail, spec: unknown): void {
    const seen = withUnknowns(spec);
    for (const rule of rules) {
        if (rule.broken(seen)) {
            fail(rule.argument, rule.fault);
        }
    }
}
