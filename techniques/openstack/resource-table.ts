import { remembered } from "../memo";
import { terraformTypes } from "../terraform";
import { readFlavor, readImage, readInstance, readInterfaceAttach, readVolume } from "./compute-readers";
import { readStack } from "./heat/reader";
import { readNetwork, readPort, readPortSecurityGroups, readTrunk } from "./network-readers";
import type { Reader } from "./parts";
import {
    readCluster,
    readClusterTemplate,
    readDatabase,
    readLoadBalancer,
    readLoadBalancerFlavor,
    readLoadBalancerFlavorProfile,
    readNodeGroup,
    readWorkflow,
} from "./service-readers";

/** What a resource is to the devices of those that it names. */
export type Joining =
    /** Uses what it names, under a marker of its own. */
    | "uses"
    /** As `uses`; but a port belongs to one machine, so its marker covers this resource. */
    | "uses-covered-by-port"
    /** Passes on what it names, as an offer. */
    | "offers"
    /** Only stands between others, or only gets advice. */
    | "nothing";

/** An argument that can carry markers. */
export interface MarkerArgument {
    readonly form: "tags" | "map";
    readonly argument: string;
}

/** One kind of OpenStack resource. */
export interface ResourceRow {
    /** The Terraform resource type, without the provider's prefix. */
    readonly terraform: string;
    /** The tokens of Pulumi's own provider, without the package. */
    readonly pulumi: readonly string[];
    /** Where markers stand: tags, or a map of key and value. The first is where a marker would be added. */
    readonly markers: readonly MarkerArgument[];
    /** Where the provider shows them once more when it has read the resource back. */
    readonly markersReadBack?: readonly MarkerArgument[];
    /** An attribute that only the provider writes: where it is there, the properties were read back. */
    readonly computed?: string;
    readonly joining: Joining;
    readonly read: Reader;
}

const TAGS = { form: "tags", argument: "tags" } as const;
/** All tags of a resource that was read back, those of others included. */
const ALL_TAGS = { form: "tags", argument: "allTags" } as const;

/** Every kind of OpenStack resource that makes, carries or offers a NIC or a device. One table serves every route. */
export const resourceTable: readonly ResourceRow[] = [
    {
        terraform: "networking_port_v2",
        pulumi: ["networking/port:Port"],
        markers: [TAGS],
        markersReadBack: [ALL_TAGS],
        computed: "allFixedIps",
        joining: "uses",
        read: readPort,
    },
    {
        terraform: "networking_trunk_v2",
        pulumi: ["networking/trunk:Trunk"],
        markers: [TAGS],
        markersReadBack: [ALL_TAGS],
        joining: "uses-covered-by-port",
        read: readTrunk,
    },
    {
        terraform: "networking_network_v2",
        pulumi: ["networking/network:Network"],
        markers: [TAGS],
        markersReadBack: [ALL_TAGS],
        joining: "nothing",
        read: readNetwork,
    },
    {
        terraform: "networking_port_secgroup_associate_v2",
        pulumi: ["networking/portSecGroupAssociate:PortSecGroupAssociate"],
        markers: [],
        joining: "nothing",
        read: readPortSecurityGroups,
    },
    {
        terraform: "compute_instance_v2",
        pulumi: ["compute/instance:Instance"],
        markers: [{ form: "map", argument: "metadata" }, TAGS],
        markersReadBack: [{ form: "map", argument: "allMetadata" }, ALL_TAGS],
        computed: "allMetadata",
        joining: "uses-covered-by-port",
        read: readInstance,
    },
    {
        terraform: "compute_interface_attach_v2",
        pulumi: ["compute/interfaceAttach:InterfaceAttach"],
        markers: [],
        joining: "uses-covered-by-port",
        read: readInterfaceAttach,
    },
    {
        terraform: "compute_flavor_v2",
        pulumi: ["compute/flavor:Flavor"],
        markers: [{ form: "map", argument: "extraSpecs" }],
        joining: "offers",
        read: readFlavor,
    },
    {
        terraform: "images_image_v2",
        pulumi: ["images/image:Image"],
        markers: [{ form: "map", argument: "properties" }],
        joining: "offers",
        read: readImage,
    },
    ...[
        ["blockstorage_volume_v3", "blockstorage/volume:Volume"],
        ["blockstorage_volume_v2", "blockstorage/volumeV2:VolumeV2"],
        ["blockstorage_volume_v1", "blockstorage/volumeV1:VolumeV1"],
    ].map(([terraform = "", token = ""]): ResourceRow => ({
        terraform,
        pulumi: [token],
        markers: [],
        joining: "nothing",
        read: readVolume,
    })),
    {
        terraform: "db_instance_v1",
        pulumi: ["database/instance:Instance"],
        markers: [],
        joining: "uses",
        read: readDatabase,
    },
    {
        terraform: "lb_loadbalancer_v2",
        pulumi: ["loadbalancer/loadBalancer:LoadBalancer"],
        markers: [TAGS],
        joining: "uses",
        read: readLoadBalancer,
    },
    {
        terraform: "lb_flavor_v2",
        pulumi: ["loadbalancer/flavorV2:FlavorV2"],
        markers: [],
        joining: "offers",
        read: readLoadBalancerFlavor,
    },
    {
        terraform: "lb_flavorprofile_v2",
        pulumi: ["loadbalancer/flavorprofileV2:FlavorprofileV2"],
        markers: [],
        joining: "offers",
        read: readLoadBalancerFlavorProfile,
    },
    {
        terraform: "containerinfra_clustertemplate_v1",
        pulumi: ["containerinfra/clusterTemplate:ClusterTemplate"],
        markers: [],
        joining: "uses",
        read: readClusterTemplate,
    },
    {
        terraform: "containerinfra_cluster_v1",
        pulumi: ["containerinfra/cluster:Cluster"],
        markers: [],
        joining: "uses",
        read: readCluster,
    },
    {
        terraform: "containerinfra_nodegroup_v1",
        pulumi: ["containerinfra/nodeGroup:NodeGroup"],
        markers: [],
        joining: "uses",
        read: readNodeGroup,
    },
    {
        terraform: "orchestration_stack_v1",
        pulumi: ["orchestration/stackV1:StackV1"],
        markers: [TAGS],
        joining: "uses",
        read: readStack,
    },
    // The same service in a fork of the provider (Open Telekom Cloud).
    { terraform: "rts_stack_v1", pulumi: [], markers: [], joining: "uses", read: readStack },
    { terraform: "workflow_workflow_v2", pulumi: [], markers: [], joining: "nothing", read: readWorkflow },
];

const byTerraform = new Map(resourceTable.map((row) => [row.terraform, row]));

/** Pulumi's own tokens, also in the short form of Pulumi YAML, `openstack:networking:Port`. */
const byToken = new Map(
    resourceTable.flatMap((row) =>
        row.pulumi.flatMap((token): [string, ResourceRow][] => {
            const [module, name] = token.split(":");
            return [
                [`openstack:${token}`, row],
                [`openstack:${module?.split("/")[0]}:${name}`, row],
            ];
        }),
    ),
);

/** The row of a type token, whatever provider package it belongs to; `undefined` for what is no such resource. */
export const rowOfToken = remembered((token): ResourceRow | undefined => {
    const candidates = terraformTypes(token).flatMap((type) => byTerraform.get(type) ?? []);
    return byToken.get(token) ?? candidates[0];
});
