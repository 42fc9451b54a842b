import { cniTypes } from "../../techniques/kubernetes/cni-types";
import { interfaceBindings } from "../../techniques/kubevirt/interface-bindings";
import { nicModels } from "../../techniques/openstack/nic-model";
import { VNIC_TYPES, vnicTypes } from "../../techniques/openstack/vnic-type";
import { type Technique, techniqueTable } from "../../techniques/technique";
import { pictureOf } from "./picture";

/** What the specification says of a technique, and what each platform calls it. */
export function explainTechnique(technique: Technique): string {
    const facts = techniqueTable[technique];
    const { rm, ra1, ra2 } = facts.identifiers;
    const words: readonly (readonly [string, string])[] = [
        ["Section", facts.section],
        ["Exception", facts.needsException ? "needed" : "not needed"],
        ["Live migration", facts.liveMigration],
        ["Portability", facts.portability],
        ["Driver of the vendor", facts.vendorDriver ? "in the workload" : "not in the workload"],
        ["Anuket", list([...rm, ...ra1, ...ra2])],
        ["Basis of an exception", list(facts.exceptionBasis)],
        ...platformWords(technique),
    ];
    return [
        `${technique}: ${facts.label}`,
        "",
        facts.summary,
        "",
        pictureOf(technique),
        "",
        ...words.map(([name, value]) => `${`${name}:`.padEnd(24)}${value}`),
    ].join("\n");
}

/** The words of the platforms' tables; docs/coverage.md has every form. */
function platformWords(technique: Technique): [string, string][] {
    const rows: [string, readonly string[]][] = [
        ["OpenStack vnic_type", VNIC_TYPES.filter((word) => vnicTypes[word].technique === technique)],
        [
            "hw_vif_model",
            Object.entries(nicModels).flatMap(([word, row]) => (row.technique === technique ? [word] : [])),
        ],
        [
            "CNI plugins",
            cniTypes
                .filter(({ alone, withDevice }) => [...(alone ?? []), ...(withDevice ?? [])].includes(technique))
                .map(({ type }) => type),
        ],
        [
            "KubeVirt bindings",
            interfaceBindings.filter(({ techniques }) => techniques.includes(technique)).map(({ binding }) => binding),
        ],
    ];
    return rows.flatMap(([name, own]) =>
        own.length === 0 ? [] : [[name, list([...new Set(own)])] as [string, string]],
    );
}

function list(words: readonly string[]): string {
    return words.length === 0 ? "none" : [...new Set(words)].join(", ");
}
