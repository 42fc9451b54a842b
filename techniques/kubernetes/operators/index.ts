import type { ReadContext } from "../../classification";
import type { Findings } from "../findings";
import type { KubernetesObject } from "../object";
import { networkGenerators, readGeneratedNetwork, readSriovNetworkNodePolicy } from "../sriov-operator";
import { readOpenStackMachine, readVSphereMachine } from "./cluster-api";
import {
    readDanmNetwork,
    readDanmTenantConfig,
    readOpenShiftNetwork,
    readSpiderMultusConfig,
    readTypedNetwork,
    readUserDefinedNetwork,
} from "./networks";
import { readComputeDomain, readNicPolicy } from "./nvidia";
import { readCephCluster } from "./rook";
import { readSimpleKind, simpleKinds } from "./simple-kinds";
import { readVirtualMachine, readVirtualMachineClass } from "./vm-operator";

/** Reads one kind of object. */
export type ObjectReader = (object: KubernetesObject, found: Findings, context: ReadContext) => void;

const CLUSTER_API = "infrastructure.cluster.x-k8s.io";

/** Readers of operators' kinds, by group and kind, in any version. */
export const operatorReaders: readonly (readonly [string, ObjectReader])[] = [
    ["sriovnetwork.openshift.io SriovNetworkNodePolicy", readSriovNetworkNodePolicy],
    ...networkGenerators.map((generator): [string, ObjectReader] => [
        `${generator.group} ${generator.kind}`,
        (object, found, context) => readGeneratedNetwork(object, generator, found, context),
    ]),
    ...simpleKinds.map((row): [string, ObjectReader] => [
        `${row.group} ${row.kind}`,
        (object, found) => readSimpleKind(object, row, found),
    ]),
    ["mellanox.com NicClusterPolicy", readNicPolicy],
    ["mellanox.com NicNodePolicy", readNicPolicy],
    ["resource.nvidia.com ComputeDomain", readComputeDomain],
    ["spiderpool.spidernet.io SpiderMultusConfig", readSpiderMultusConfig],
    ["operator.openshift.io Network", readOpenShiftNetwork],
    ["k8s.ovn.org UserDefinedNetwork", readUserDefinedNetwork],
    ["k8s.ovn.org ClusterUserDefinedNetwork", readUserDefinedNetwork],
    ...["danm.io", "danm.k8s.io"].flatMap((group): [string, ObjectReader][] => [
        [`${group} DanmNet`, readDanmNetwork],
        [`${group} TenantNetwork`, readDanmNetwork],
        [`${group} ClusterNetwork`, readDanmNetwork],
        [`${group} TenantConfig`, readDanmTenantConfig],
    ]),
    [
        "req.nephio.org Interface",
        (object, found, context) => readTypedNetwork(object, ["spec", "cniType"], "asks", found, context),
    ],
    [
        "multinic.fms.io MultiNicNetwork",
        (object, found, context) => readTypedNetwork(object, ["spec", "plugin", "type"], "offers", found, context),
    ],
    ["ceph.rook.io CephCluster", readCephCluster],
    ["vmoperator.vmware.com VirtualMachineClass", readVirtualMachineClass],
    ["vmoperator.vmware.com VirtualMachine", readVirtualMachine],
    ...[
        "OpenStackMachine",
        "OpenStackServer",
        "OpenStackMachineTemplate",
        "OpenStackCluster",
        "OpenStackClusterTemplate",
    ].map((kind): [string, ObjectReader] => [`${CLUSTER_API} ${kind}`, readOpenStackMachine]),
    ...["VSphereMachine", "VSphereVM", "VSphereMachineTemplate"].map((kind): [string, ObjectReader] => [
        `${CLUSTER_API} ${kind}`,
        readVSphereMachine,
    ]),
];
