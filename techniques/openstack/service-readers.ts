import type { Attachment, Notice, Reference } from "../reading";
import { argument, blocks, inside, type Place } from "../terraform";
import { at, isAbsent, isMap, isUnknown, text } from "../value";
import { definition, isBlank, type Parts, referencesTo, referenceToEither, references, type Subject } from "./parts";

/** `openstack_db_instance_v1` (Trove): a machine on a flavor, with ports. */
export function readDatabase({ props }: Subject): Parts {
    return {
        references: [
            ...references(props, "flavor", "flavorId"),
            ...blocks(props, "networks").flatMap((network) => referencesTo("port", inside(network, "port"))),
        ],
    };
}

/** `openstack_lb_loadbalancer_v2` (Octavia): the flavor may ask for SR-IOV, and so may a port of one's own. */
export function readLoadBalancer({ props }: Subject): Parts {
    return {
        references: [
            ...references(props, "loadbalancer-flavor", "flavorId"),
            ...references(props, "port", "vipPortId"),
            ...references(props, "network", "vipNetworkId"),
        ],
    };
}

/** `openstack_lb_flavor_v2`: offers what its profile says. */
export function readLoadBalancerFlavor({ props }: Subject): Parts {
    return {
        definitions: [definition(props, "loadbalancer-flavor", "id")],
        references: references(props, "loadbalancer-flavor-profile", "flavorProfileId"),
    };
}

/** Keys of an amphora flavor profile that ask for a virtual function (Octavia's `flavor_schema.py`). */
export const amphoraSriovKeys: readonly string[] = ["sriov_vip", "allow_member_sriov"];

/** `openstack_lb_flavorprofile_v2`: JSON text. */
export function readLoadBalancerFlavorProfile({ props }: Subject): Parts {
    const found = argument(props, "flavorData").map(amphoraFlavor);
    return {
        attachments: found.flatMap(({ attachments }) => attachments),
        definitions: [definition(props, "loadbalancer-flavor-profile", "id")],
        references: found.flatMap(({ references: named }) => named),
    };
}

/** What the data of a load balancer flavor profile ask for, and the flavor of the machines that they name. */
export function amphoraFlavor(place: Place): { attachments: Attachment[]; references: Reference[] } {
    const offer = (technique: "sriov" | "unknown", evidence: string): Attachment => ({
        techniques: [technique],
        role: "offers",
        path: place.path,
        evidence,
    });
    const word = text(place.value);
    if (isUnknown(word)) {
        return { attachments: [offer("unknown", "flavor data that are not known yet")], references: [] };
    }
    const data = word === undefined ? place.value : json(word);
    if (!isMap(data)) {
        return {
            attachments: isBlank(place.value) ? [] : [offer("unknown", "flavor data that are no JSON object")],
            references: [],
        };
    }
    const attachments = amphoraSriovKeys.flatMap((key) => {
        const value = at(data, key);
        const flag = text(value);
        const plain = typeof flag === "string" ? flag.trim().toLowerCase() : undefined;
        if (isAbsent(value) || plain === "false" || plain === "") {
            return [];
        }
        return [plain === "true" ? offer("sriov", key) : offer("unknown", `${key}, which cannot be read`)];
    });
    const flavor: Place = { ...place, value: at(data, "compute_flavor") };
    return { attachments, references: referenceToEither("flavor", flavor) };
}

function json(word: string): unknown {
    try {
        return JSON.parse(word) as unknown;
    } catch {
        return undefined;
    }
}

/** `openstack_containerinfra_clustertemplate_v1` (Magnum). */
export function readClusterTemplate({ props }: Subject): Parts {
    return {
        notices: argument(props, "serverType").flatMap(bareMetalServers),
        definitions: [definition(props, "cluster-template", "id", "name")],
        references: [
            ...["flavor", "masterFlavor"].flatMap((name) => either(props, "flavor", name)),
            ...["image", "imageId"].flatMap((name) => either(props, "image", name)),
        ],
    };
}

/** `openstack_containerinfra_cluster_v1`. */
export function readCluster({ props }: Subject): Parts {
    return {
        references: [
            ...references(props, "cluster-template", "clusterTemplateId"),
            ...["flavor", "masterFlavor"].flatMap((name) => either(props, "flavor", name)),
        ],
    };
}

/** `openstack_containerinfra_nodegroup_v1`. */
export function readNodeGroup({ props }: Subject): Parts {
    return {
        references: [...either(props, "flavor", "flavorId"), ...either(props, "image", "imageId")],
    };
}

function either(props: unknown, kind: "flavor" | "image", name: string): Reference[] {
    return argument(props, name).flatMap((place) => referenceToEither(kind, place));
}

function bareMetalServers({ value, path }: Place): Notice[] {
    const word = text(value);
    return typeof word === "string" && word.trim().toLowerCase() === "bm"
        ? [
              {
                  rule: "baremetal",
                  path,
                  text: "Server type bm makes bare-metal nodes, not virtual machines, so the rule on IO virtualisation does not speak of them.",
              },
          ]
        : [];
}

/** `openstack_workflow_workflow_v2` (Mistral): its tasks call any service of the cloud, and nothing here follows them. */
export function readWorkflow(): Parts {
    return {
        notices: [
            {
                rule: "opaque-executor",
                path: "definition",
                text:
                    "A workflow's tasks can make ports and machines that are not part of the stack, so it cannot be verified " +
                    "here. Make them by resources of their own.",
            },
        ],
    };
}
