import { quantity } from "../../techniques/kubernetes/quantity";
import { at, deep, elements, isAbsent, isUnknown, text, type Value } from "../../techniques/value";
import type { Fail } from "../checks";
import { withUnknowns } from "../inputs";

/**
 * What KubeVirt's admission webhooks refuse of a machine's CPU, memory and disks, so that it shows before anything is
 * registered. What is not known yet is left to them. Source: KubeVirt `pkg/virt-api/webhooks/validating-webhook/admitters`.
 */

/** A machine, as the rules see it: values that are not known yet are unknown. */
interface Machine {
    /** The spec of the machine. */
    readonly spec: Value;
    /** The domain of its template. */
    readonly domain: Value;
    /** The spec of its template. */
    readonly instance: Value;
    /** True if the machine takes an instance type. */
    readonly hasInstancetype: boolean;
}

interface MachineRule {
    /** The argument at fault. */
    readonly argument: string;
    readonly broken: (machine: Machine) => boolean;
    readonly fault: string;
}

const SPEC = "spec.template.spec";
const DOMAIN = `${SPEC}.domain`;

/** True if something is surely there. */
function given(value: Value): boolean {
    return !isAbsent(value) && !isUnknown(value);
}

function cpu({ domain }: Machine, ...keys: string[]): Value {
    return deep(domain, "cpu", ...keys);
}

/** A number, 0 where it is absent; NaN where it is unknown or none, so that no comparison holds. */
function amount(value: Value): number {
    const known = quantity(value);
    return typeof known === "number" ? known : NaN;
}

const isDedicated = (machine: Machine): boolean => cpu(machine, "dedicatedCpuPlacement") === true;
/** True only if it is surely not set. */
const isShared = (machine: Machine): boolean => {
    const placement = cpu(machine, "dedicatedCpuPlacement");
    return !machine.hasInstancetype && !isUnknown(placement) && placement !== true;
};
const resource = ({ domain }: Machine, list: string, name: string): Value => deep(domain, "resources", list, name);
const hugePages = ({ domain }: Machine): Value => deep(domain, "memory", "hugepages");

/** CPUs of the guest's topology, 0 where none is told. */
function topology(machine: Machine): number {
    const parts = ["sockets", "cores", "threads"].map((key) => cpu(machine, key));
    return parts.every(isAbsent)
        ? 0
        : parts.reduce<number>((product, part) => product * (isAbsent(part) ? 1 : amount(part)), 1);
}

function disks({ domain }: Machine): Value[] {
    return elements(deep(domain, "devices", "disks"));
}

const rules: readonly MachineRule[] = [
    {
        argument: "spec.runStrategy",
        broken: ({ spec }) => given(at(spec, "runStrategy")) && given(at(spec, "running")),
        fault: `and running exclude each other; keep runStrategy.`,
    },
    {
        argument: "spec.runStrategy",
        broken: ({ spec }) => isAbsent(at(spec, "runStrategy")) && isAbsent(at(spec, "running")),
        fault: `is missing. Give one of "Always", "Halted", "Manual", "RerunOnFailure", "Once".`,
    },
    {
        argument: `${DOMAIN}.cpu.isolateEmulatorThread`,
        broken: (machine) => cpu(machine, "isolateEmulatorThread") === true && isShared(machine),
        fault: `needs dedicatedCpuPlacement: true.`,
    },
    {
        argument: `${DOMAIN}.cpu.numa.guestMappingPassthrough`,
        broken: (machine) => given(cpu(machine, "numa", "guestMappingPassthrough")) && isShared(machine),
        fault: `needs dedicatedCpuPlacement: true.`,
    },
    {
        argument: `${DOMAIN}.cpu.numa.guestMappingPassthrough`,
        broken: (machine) => given(cpu(machine, "numa", "guestMappingPassthrough")) && isAbsent(hugePages(machine)),
        fault: `needs memory.hugepages: { pageSize: "1Gi" }.`,
    },
    {
        argument: `${DOMAIN}.cpu.realtime`,
        broken: (machine) => given(cpu(machine, "realtime")) && isShared(machine),
        fault: `needs dedicatedCpuPlacement: true.`,
    },
    {
        argument: `${DOMAIN}.cpu.realtime`,
        broken: (machine) =>
            given(cpu(machine, "realtime")) && isAbsent(cpu(machine, "numa", "guestMappingPassthrough")),
        fault: `needs numa: { guestMappingPassthrough: {} }.`,
    },
    {
        argument: `${DOMAIN}.cpu.sockets`,
        broken: (machine) =>
            amount(cpu(machine, "maxSockets")) > 0 &&
            amount(cpu(machine, "sockets")) > amount(cpu(machine, "maxSockets")),
        fault: `is above maxSockets.`,
    },
    {
        argument: `${DOMAIN}.cpu.dedicatedCpuPlacement`,
        broken: (machine) =>
            isDedicated(machine) &&
            [
                resource(machine, "requests", "memory"),
                resource(machine, "limits", "memory"),
                hugePages(machine),
                deep(machine.domain, "memory", "guest"),
            ].every(isAbsent),
        fault: `needs memory: give domain.memory.guest, domain.memory.hugepages or domain.resources.`,
    },
    {
        argument: `${DOMAIN}.cpu.dedicatedCpuPlacement`,
        broken: (machine) =>
            isDedicated(machine) &&
            topology(machine) === 0 &&
            ["requests", "limits"].every((list) => isAbsent(resource(machine, list, "cpu"))),
        fault: `needs CPUs: give domain.cpu.cores, or domain.resources.`,
    },
    {
        argument: `${DOMAIN}.cpu.threads`,
        broken: (machine) => isDedicated(machine) && amount(cpu(machine, "threads")) > 2,
        fault: `is above 2, which dedicatedCpuPlacement excludes.`,
    },
    {
        argument: `${DOMAIN}.cpu.threads`,
        broken: (machine) => at(machine.instance, "architecture") === "arm64" && amount(cpu(machine, "threads")) > 1,
        fault: `is above 1, which architecture "arm64" excludes.`,
    },
    ...(["requests", "limits"] as const).map((list): MachineRule => ({
        argument: `${DOMAIN}.resources.${list}.cpu`,
        broken: (machine) =>
            isDedicated(machine) &&
            !Number.isInteger(amount(resource(machine, list, "cpu"))) &&
            !Number.isNaN(amount(resource(machine, list, "cpu"))),
        fault: `must be a whole number with dedicatedCpuPlacement.`,
    })),
    ...(["cpu", "memory"] as const).map((name): MachineRule => ({
        argument: `${DOMAIN}.resources`,
        broken: (machine) => {
            const request = amount(resource(machine, "requests", name));
            const limit = amount(resource(machine, "limits", name));
            return isDedicated(machine) && request > 0 && limit > 0 && request !== limit;
        },
        fault: `give requests and limits of ${name} that differ, which dedicatedCpuPlacement excludes.`,
    })),
    {
        argument: `${DOMAIN}.resources`,
        broken: (machine) => {
            const own = topology(machine);
            const asked = ["requests", "limits"].map((list) => amount(resource(machine, list, "cpu")));
            return (
                isDedicated(machine) &&
                own > 0 &&
                asked.some((one) => one > 0) &&
                asked.every((one) => one !== own && !Number.isNaN(one))
            );
        },
        fault: `ask for other CPUs than domain.cpu has, which dedicatedCpuPlacement excludes; leave one of the two out.`,
    },
    {
        argument: `${DOMAIN}.memory.hugepages.pageSize`,
        broken: ({ domain }) => {
            const size = deep(domain, "memory", "hugepages", "pageSize");
            return given(deep(domain, "memory", "hugepages")) && !isUnknown(size) && !(amount(size) > 0);
        },
        fault: `must be a quantity such as "1Gi".`,
    },
    {
        argument: `${DOMAIN}.memory`,
        broken: (machine) => {
            const size = amount(deep(machine.domain, "memory", "hugepages", "pageSize"));
            const memory = [
                resource(machine, "requests", "memory"),
                deep(machine.domain, "memory", "guest"),
                resource(machine, "limits", "memory"),
            ].find((value) => !isAbsent(value));
            const bytes = amount(memory);
            return size > 0 && bytes > 0 && (bytes < size || bytes % size !== 0);
        },
        fault: `is no multiple of the huge pages' size.`,
    },
    {
        argument: `${DOMAIN}.cpu`,
        broken: (machine) =>
            machine.hasInstancetype &&
            [
                "sockets",
                "cores",
                "threads",
                "maxSockets",
                "dedicatedCpuPlacement",
                "isolateEmulatorThread",
                "numa",
                "realtime",
            ].some((key) => given(cpu(machine, key))),
        fault: `sets what the instance type sets, which KubeVirt refuses. Leave it out, or leave instancetype out.`,
    },
    {
        argument: `${DOMAIN}.memory`,
        broken: (machine) =>
            machine.hasInstancetype &&
            (given(deep(machine.domain, "memory", "guest")) ||
                given(hugePages(machine)) ||
                ["requests", "limits"].some((list) => given(resource(machine, list, "memory")))),
        fault: `sets what the instance type sets, which KubeVirt refuses. Leave it and resources' memory out, or leave instancetype out.`,
    },
    {
        argument: `${DOMAIN}.devices.disks`,
        broken: (machine) => {
            const names = disks(machine)
                .map((disk) => text(at(disk, "name")))
                .filter((name) => typeof name === "string");
            return new Set(names).size < names.length;
        },
        fault: `hold one name twice; give each disk a name of its own.`,
    },
    {
        argument: `${DOMAIN}.devices.disks`,
        broken: (machine) => {
            const volumes = at(machine.instance, "volumes");
            const list = elements(volumes);
            const names = list.map((volume) => text(at(volume, "name")));
            return (
                !isUnknown(volumes) &&
                !names.some(isUnknown) &&
                !list.some(isUnknown) &&
                disks(machine).some((disk) => {
                    const name = text(at(disk, "name"));
                    return typeof name === "string" && !names.includes(name);
                })
            );
        },
        fault: `hold a name that no volume has: each disk takes the volume of its name.`,
    },
];

/** Fails where KubeVirt would refuse the machine. */
export function checkMachine(fail: Fail, spec: unknown, hasInstancetype: boolean): void {
    const seen = withUnknowns(spec);
    const instance = deep(seen, "template", "spec");
    const machine: Machine = { spec: seen, instance, domain: at(instance, "domain"), hasInstancetype };
    for (const rule of rules) {
        if (rule.broken(machine)) {
            fail(rule.argument, rule.fault);
        }
    }
}
