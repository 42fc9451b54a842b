/** A kind that carries the template of a virtual machine instance. */
export interface MachineKind {
    /** The API group, in any version. */
    readonly group: string;
    readonly kind: string;
    /** The path of the map that holds `metadata` and `spec` of the instance. Empty: the object itself. */
    readonly template: readonly string[];
    /** The path of the machine's own spec, which names instance type and preference; `undefined` where there is none. */
    readonly machine?: readonly string[];
}

/** Every kind of KubeVirt that carries the template of a virtual machine instance. Other kinds are found by shape. */
export const machineKinds: readonly MachineKind[] = [
    { group: "kubevirt.io", kind: "VirtualMachine", template: ["spec", "template"], machine: ["spec"] },
    { group: "kubevirt.io", kind: "VirtualMachineInstance", template: [] },
    { group: "kubevirt.io", kind: "VirtualMachineInstanceReplicaSet", template: ["spec", "template"] },
    // A preset merges its domain into every instance that its selector matches.
    { group: "kubevirt.io", kind: "VirtualMachineInstancePreset", template: [] },
    {
        group: "pool.kubevirt.io",
        kind: "VirtualMachinePool",
        template: ["spec", "virtualMachineTemplate", "spec", "template"],
        machine: ["spec", "virtualMachineTemplate", "spec"],
    },
];

const byKind: ReadonlyMap<string, MachineKind> = new Map(machineKinds.map((row) => [`${row.group} ${row.kind}`, row]));

/** The row of a group and kind. */
export function machineKind(group: string, kind: string): MachineKind | undefined {
    return byKind.get(`${group} ${kind}`);
}
