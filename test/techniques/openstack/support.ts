import { NO_CONTEXT, type ReadContext } from "../../../techniques/classification";
import { openstack } from "../../../techniques/openstack";
import type { Attachment, Reading } from "../../../techniques/reading";
import type { ResourceView } from "../../../techniques/resource";
import { type Joined, StackIndex, type StackMember } from "../../../techniques/stack";

/** The word by which the engine says that a value is not known yet. */
export const NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// The published types of the SDK leave this function out.
const { unknownCheckingProxy } = require("@pulumi/policy") as {
    unknownCheckingProxy: <T extends object>(props: T) => T;
};

/** Properties as a policy gets them: reading what is not known throws. */
export function guarded<T extends object>(props: T): T {
    return unknownCheckingProxy(props);
}

export const TOKENS = {
    port: "openstack:networking/port:Port",
    trunk: "openstack:networking/trunk:Trunk",
    network: "openstack:networking/network:Network",
    associate: "openstack:networking/portSecGroupAssociate:PortSecGroupAssociate",
    instance: "openstack:compute/instance:Instance",
    attach: "openstack:compute/interfaceAttach:InterfaceAttach",
    flavor: "openstack:compute/flavor:Flavor",
    image: "openstack:images/image:Image",
    volume: "openstack:blockstorage/volume:Volume",
    database: "openstack:database/instance:Instance",
    loadBalancer: "openstack:loadbalancer/loadBalancer:LoadBalancer",
    loadBalancerFlavor: "openstack:loadbalancer/flavorV2:FlavorV2",
    flavorProfile: "openstack:loadbalancer/flavorprofileV2:FlavorprofileV2",
    cluster: "openstack:containerinfra/cluster:Cluster",
    clusterTemplate: "openstack:containerinfra/clusterTemplate:ClusterTemplate",
    nodeGroup: "openstack:containerinfra/nodeGroup:NodeGroup",
    heat: "openstack:orchestration/stackV1:StackV1",
} as const;

export function view(type: string, name: string, props: unknown, provider?: string): ResourceView {
    return { urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, props, custom: true, provider };
}

/** The reading of one resource, behind the proxy as in a policy. */
export function read(type: string, props: object, context: ReadContext = NO_CONTEXT): Reading {
    const reading = openstack.read(view(type, "it", guarded(props)), context);
    if (reading === undefined) {
        throw new Error(`${type} is not read`);
    }
    return reading;
}

/** What attachments are judged by: techniques and path. */
export function judged(attachments: readonly Attachment[]): string[] {
    return attachments.map(({ techniques, path }) => `${techniques.join("|")} at ${path}`);
}

/** A resource of a stack under test. */
export interface Declared {
    readonly type: string;
    readonly name: string;
    readonly props: object;
    /** Names of resources that the properties depend on. */
    readonly depends?: Readonly<Record<string, readonly string[]>>;
    readonly provider?: string;
}

/** Puts a stack together, and joins the named resource. */
export function joinIn(declared: readonly Declared[], name: string, context: ReadContext = NO_CONTEXT): Joined {
    const urns = new Map(declared.map((each) => [each.name, view(each.type, each.name, {}).urn]));
    const members = declared.map((each): StackMember => {
        const own = view(each.type, each.name, guarded(each.props), each.provider);
        return {
            view: own,
            reading: openstack.read(own, context) ?? read(each.type, each.props, context),
            propertyDependencies: Object.fromEntries(
                Object.entries(each.depends ?? {}).map(([property, on]) => [
                    property,
                    on.map((to) => urns.get(to) ?? to),
                ]),
            ),
        };
    });
    const member = members.find((each) => each.view.name === name);
    if (member === undefined) {
        throw new Error(`${name} is not in the stack`);
    }
    return openstack.join(member, new StackIndex(members), context);
}
