import { type DriverFacts, type RunsIn, type Technique, techniqueTable } from "../../techniques/technique";

const WIDTH = 58;

/** The layers of the specification's figures, from the top. */
const LAYERS = [
    ["workload", "Workload (VM or pod)"],
    ["hypervisor", "Hypervisor or host"],
    ["hardware", "Hardware"],
] as const satisfies readonly (readonly [RunsIn, string])[];

/** A technique as the specification draws it: front end, back end and device, from the workload down to the hardware. */
export function pictureOf(technique: Technique): string {
    const { frontEnd, backEnd, iommu, hypervisorBypassed, vendorDriver } = techniqueTable[technique];
    const parts = (layer: RunsIn): string[] => [
        ...driver("front end", frontEnd, layer),
        ...driver("back end", backEnd, layer),
        ...(layer === "hypervisor" && hypervisorBypassed ? ["(the data path goes round it)"] : []),
        ...(layer === "hardware" && iommu ? ["IOMMU"] : []),
        ...(layer === "hardware" ? [vendorDriver || hypervisorBypassed ? "device" : "any NIC"] : []),
    ];
    const boxes = LAYERS.flatMap(([layer, title], index) => [
        ...(index === 0 ? [border("┌", "┐")] : [border("├", "┤")]),
        line(title),
        ...parts(layer).map((part) => line(`   ${part}`)),
    ]);
    return [...boxes, border("└", "┘")].join("\n");
}

function driver(end: string, { driver: name, runsIn }: DriverFacts, layer: RunsIn): string[] {
    return runsIn === layer ? [`${end}: ${name}`] : [];
}

function border(left: string, right: string): string {
    return left + "─".repeat(WIDTH) + right;
}

function line(text: string): string {
    return `│ ${text.padEnd(WIDTH - 2)} │`;
}
