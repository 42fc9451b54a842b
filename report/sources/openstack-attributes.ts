/** The kinds of things that the OpenStack command-line client prints and that say something of devices. */
export type ClientKind = "port" | "server" | "flavor" | "image" | "network" | "trunk";

/** One kind of thing: how it is known, and what its attributes are called. */
export interface ClientRow {
    /** The type token of the resource that the pack judges it as. */
    readonly type: string;
    /** The keys under which the API wraps one of them, or a list of them. */
    readonly wrappers: readonly [one: string, many: string];
    /** Each of these sets of attributes tells the kind: what the API, `show` and `list` print. */
    readonly signs: readonly (readonly string[])[];
    /** The pack's property to the attributes that give it: the first that is there counts. */
    readonly properties: Readonly<Record<string, readonly string[]>>;
    /** Attributes of which one must be there, or the devices cannot be told; and how to print it with them. */
    readonly deciding?: { readonly attributes: readonly string[]; readonly ask: string };
}

/**
 * Attribute names of the OpenStack command-line client, read in both directions: from what it prints to the properties of
 * the provider's resources, and from a property to the attributes to look for. The client prints the API's names with `_`
 * in place of `:` (newer), or as they are (older), and columns with capitals in lists.
 */
export const clientRows: Readonly<Record<ClientKind, ClientRow>> = {
    port: {
        type: "openstack:networking/port:Port",
        wrappers: ["port", "ports"],
        signs: [["binding_vnic_type"], ["binding:vnic_type"], ["mac_address", "device_owner"], ["MAC Address"]],
        properties: {
            id: ["id", "ID"],
            name: ["name", "Name"],
            networkId: ["network_id", "Network ID"],
            vnicType: ["binding_vnic_type", "binding:vnic_type"],
            profile: ["binding_profile", "binding:profile"],
            hardwareOffloadType: ["hardware_offload_type"],
            deviceProfile: ["device_profile"],
            securityGroupIds: ["security_group_ids", "security_groups"],
            deviceId: ["device_id"],
            deviceOwner: ["device_owner", "Device Owner"],
            tags: ["tags", "Tags"],
        },
        deciding: {
            attributes: ["binding_vnic_type", "binding:vnic_type"],
            ask: "print each port with `openstack port show -f json`, or give the API's own list",
        },
    },
    server: {
        type: "openstack:compute/instance:Instance",
        wrappers: ["server", "servers"],
        signs: [
            ["OS-EXT-STS:vm_state"],
            ["OS-EXT-AZ:availability_zone", "flavor"],
            ["addresses", "flavor", "image"],
            ["Networks", "Flavor"],
            ["Networks", "Flavor Name"],
            ["Networks", "Image"],
            ["Networks", "Image Name"],
        ],
        properties: {
            id: ["id", "ID"],
            name: ["name", "Name"],
            flavor: ["flavor", "Flavor"],
            flavorName: ["Flavor Name"],
            flavorId: ["Flavor ID"],
            image: ["image", "Image"],
            imageName: ["Image Name"],
            imageId: ["Image ID"],
            metadata: ["metadata", "properties", "Properties"],
            tags: ["tags", "Tags"],
        },
        deciding: {
            attributes: ["flavor", "Flavor", "Flavor Name", "Flavor ID"],
            ask: "print the servers with `openstack server list --long -f json`",
        },
    },
    flavor: {
        type: "openstack:compute/flavor:Flavor",
        wrappers: ["flavor", "flavors"],
        signs: [["os-flavor-access:is_public"], ["vcpus", "ram"], ["VCPUs", "RAM"]],
        properties: {
            flavorId: ["id", "ID"],
            name: ["name", "Name"],
            extraSpecs: ["extra_specs", "properties", "Properties"],
        },
        deciding: {
            attributes: ["extra_specs", "properties", "Properties"],
            ask: "print the flavors with `openstack flavor list --long -f json`",
        },
    },
    image: {
        type: "openstack:images/image:Image",
        wrappers: ["image", "images"],
        signs: [["disk_format"], ["Disk Format"], ["container_format"], ["Container Format"]],
        properties: {
            id: ["id", "ID"],
            name: ["name", "Name"],
            properties: ["properties", "Properties"],
            tags: ["tags", "Tags"],
        },
        deciding: {
            // The API puts an image's properties beside its attributes, and `schema` is always one of those.
            attributes: ["properties", "Properties", "schema", "hw_vif_model"],
            ask: "print each image with `openstack image show -f json`",
        },
    },
    network: {
        type: "openstack:networking/network:Network",
        wrappers: ["network", "networks"],
        signs: [["provider_network_type"], ["provider:network_type"], ["router_external"], ["router:external"]],
        properties: { id: ["id", "ID"], name: ["name", "Name"], tags: ["tags", "Tags"] },
    },
    trunk: {
        type: "openstack:networking/trunk:Trunk",
        wrappers: ["trunk", "trunks"],
        signs: [
            ["port_id", "sub_ports"],
            ["Parent Port", "ID"],
        ],
        properties: {
            id: ["id", "ID"],
            name: ["name", "Name"],
            portId: ["port_id", "Parent Port"],
            subPorts: ["sub_ports"],
            tags: ["tags", "Tags"],
        },
    },
};
