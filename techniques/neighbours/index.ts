import { classify, type ReadContext } from "../classification";
import { remembered } from "../memo";
import type { Platform } from "../platform";
import { type Attachment, NO_MARKERS, type Notice, type Reading, type Reference } from "../reading";
import type { ResourceView } from "../resource";
import type { Joined, StackIndex, StackMember } from "../stack";
import { needsException } from "../technique";
import { isUnknown } from "../value";
import { libvirt } from "./libvirt";
import type { NeighbourRow } from "./neighbour";
import { proxmox } from "./proxmox";
import { vsphere } from "./vsphere";

/** Every kind of resource of the platforms beside OpenStack and Kubernetes that makes or offers a NIC or a device. */
export const neighbourTable: readonly NeighbourRow[] = [...vsphere, ...libvirt, ...proxmox];

const byToken = new Map(neighbourTable.flatMap((row) => row.tokens.map((token) => [token, row] as const)));
const byTerraform = new Map(neighbourTable.map((row) => [row.terraform, row]));

const rowOf = remembered((token): NeighbourRow | undefined => {
    const [, module, name] = token.split(":");
    return byToken.get(token) ?? (module === "tf" && name !== undefined ? byTerraform.get(name) : undefined);
});

/** What this project knows of vSphere, libvirt and Proxmox VE. */
export const neighbours: Platform = {
    name: "neighbours",

    knows: (type) => rowOf(type) !== undefined,

    read(view: ResourceView): Reading | undefined {
        const row = rowOf(view.type);
        if (row === undefined) {
            return undefined;
        }
        const found = row.read(view.props);
        return {
            attachments: found.attachments ?? [],
            notices: found.notices ?? [],
            markers: NO_MARKERS,
            definitions: found.definitions ?? [],
            references: found.references ?? [],
        };
    },

    join(member: StackMember, index: StackIndex, context: ReadContext): Joined {
        const attachments: Attachment[] = [];
        const unseen: Reference[] = [];
        if (rowOf(member.view.type) === undefined) {
            return { attachments, notices: [] };
        }
        for (const reference of member.reading.references) {
            const { members, state } = index.find(reference, member);
            const hardware = members.flatMap((target) =>
                target.reading.attachments
                    .filter(({ techniques }) => techniques.some(needsException))
                    .map((own) => used(own, target, reference)),
            );
            const said = isUnknown(reference.value) ? undefined : classify(context, "networks", reference.value);
            if (state === "found") {
                attachments.push(...hardware);
            } else if (reference.kind === "network" && said !== undefined) {
                if (said !== "none" && needsException(said)) {
                    const evidence = `network that config calls ${said}`;
                    attachments.push({ techniques: [said], role: "uses", path: reference.path, evidence });
                }
            } else {
                unseen.push(reference);
            }
        }
        return { attachments, notices: unseen.length > 0 ? [unverifiable(unseen)] : [] };
    },
};

function used(own: Attachment, target: StackMember, { path, kind }: Reference): Attachment {
    const what = kind === "instance" ? "machine" : kind;
    const evidence = `${what} "${target.view.name}" (${own.evidence})`;
    return { techniques: own.techniques, role: "uses", path, evidence, via: target.view.urn };
}

function unverifiable(unseen: readonly Reference[]): Notice {
    const things = unseen.map(({ path, kind }) => `${path} (${kind === "instance" ? "template" : kind})`).join(", ");
    return {
        rule: "unverifiable",
        path: unseen[0]?.path ?? "",
        text:
            `Not verifiable here: this names what the stack does not declare: ${things}. ` +
            "Say in the pack's config what a network is (networks), or declare it in this stack.",
    };
}
