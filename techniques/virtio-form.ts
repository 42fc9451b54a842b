import { containerLists, workloadKind } from "./kubernetes/workloads";
import { rowOfToken } from "./openstack/resource-table";
import type { Attachment } from "./reading";
import type { ResourceView } from "./resource";
import { at, deep, elements, isMap, isUnknown, keysOf, text } from "./value";

/** One change of a property: the keys that lead to it, and the new word; without one, the property is taken away. */
export interface Edit {
    readonly path: readonly (string | number)[];
    readonly value?: string;
}

/** Keys of a port's valueSpecs that ask for a device. */
const DEVICE_SPECS = ["binding:vnic_type", "binding:profile", "hardware_offload_type", "device_profile"];

/**
 * The changes that turn a resource back into its virtio form, where that form is well defined: a Neutron port, and the
 * device requests of Kubernetes' own workloads. Empty where it is not, or where what decides is not known yet: a
 * NetworkAttachmentDefinition has no virtio form, since nothing tells which software network would take its place.
 *
 * @param refused The attachments that nothing allows.
 */
export function virtioForm(view: ResourceView, refused: readonly Attachment[]): Edit[] {
    if (rowOfToken(view.type)?.terraform === "networking_port_v2") {
        return portEdits(view);
    }
    const template = templatePath(view);
    const names = new Set(
        refused.flatMap(({ role, subject }) => (role === "asks" && subject !== undefined ? [subject] : [])),
    );
    return template === undefined ? [] : requestEdits(view, [...template, "spec"], names);
}

function portEdits({ props }: ResourceView): Edit[] {
    const binding = at(props, "binding");
    const specs = at(props, "valueSpecs");
    if (isUnknown(binding) || isUnknown(specs)) {
        return [];
    }
    return [
        ...(isMap(binding) && keysOf(binding).includes("vnicType")
            ? [{ path: ["binding", "vnicType"], value: "normal" }]
            : []),
        ...(isMap(binding) && keysOf(binding).includes("profile") ? [{ path: ["binding", "profile"] }] : []),
        ...keysOf(isMap(specs) ? specs : undefined)
            .filter((key) => DEVICE_SPECS.includes(key))
            .map((key) => ({ path: ["valueSpecs", key] })),
    ];
}

function templatePath({ props }: ResourceView): readonly string[] | undefined {
    const apiVersion = text(at(props, "apiVersion"));
    const kind = text(at(props, "kind"));
    if (typeof apiVersion !== "string" || typeof kind !== "string") {
        return undefined;
    }
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    return workloadKind(group, kind)?.template;
}

function requestEdits({ props }: ResourceView, spec: readonly string[], names: ReadonlySet<string>): Edit[] {
    const edits: Edit[] = [];
    for (const list of containerLists) {
        elements(deep(props, ...spec, list)).forEach((container, index) => {
            for (const side of ["limits", "requests"]) {
                for (const name of keysOf(deep(container, "resources", side))) {
                    if (names.has(name)) {
                        edits.push({ path: [...spec, list, index, "resources", side, name] });
                    }
                }
            }
        });
    }
    return edits;
}
