/** Every type token that the tables of the project know, so that none is forgotten where more are added. */

import { executors } from "../../techniques/kubernetes/executors";
import { operatorReaders } from "../../techniques/kubernetes/operators";
import { terraformKinds } from "../../techniques/kubernetes/terraform-kinds";
import { workloadKinds } from "../../techniques/kubernetes/workloads";
import { machineKinds } from "../../techniques/kubevirt/machine-kinds";
import { neighbourTable } from "../../techniques/neighbours";
import { resourceTable } from "../../techniques/openstack/resource-table";
import { cloudTable } from "../../techniques/public-clouds";

/** A kind of Kubernetes and one token that it is known by. */
export interface Kind {
    readonly apiVersion: string;
    readonly kind: string;
    readonly token: string;
}

function kindOf(group: string, kind: string): Kind {
    const version = `${group === "" ? "" : `${group}/`}v1`;
    return { apiVersion: version, kind, token: `kubernetes:${group === "" ? "core/v1" : version}:${kind}` };
}

/** Kinds of Kubernetes, KubeVirt and the operators. */
export const kinds: readonly Kind[] = [
    ...workloadKinds.flatMap(({ groups, kind }) => groups.map((group) => kindOf(group, kind))),
    ...machineKinds.map(({ group, kind }) => kindOf(group, kind)),
    ...operatorReaders.map(([name]) => {
        const [group = "", kind = ""] = name.split(" ");
        return kindOf(group, kind);
    }),
    ...executors.flatMap(({ group, kinds: own }) => own.map((kind) => kindOf(group, kind === "*" ? "Any" : kind))),
    ...["ConfigMap", "Secret", "Node", "PersistentVolume", "PersistentVolumeClaim", "List", "PodList"].map((kind) =>
        kindOf("", kind),
    ),
    kindOf("k8s.cni.cncf.io", "NetworkAttachmentDefinition"),
    ...["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"].map((kind) =>
        kindOf("resource.k8s.io", kind),
    ),
    ...["KubeVirt", "VirtualMachinePreference"].map((kind) => kindOf("kubevirt.io", kind)),
];

/** Tokens of all platforms. */
export const tokens: readonly string[] = [
    ...resourceTable.flatMap(({ pulumi, terraform }) => [
        ...pulumi.map((token) => `openstack:${token}`),
        `openstack:tf:openstack_${terraform}`,
    ]),
    ...kinds.map(({ token }) => token),
    ...terraformKinds.map(({ type }) => `module:tf:kubernetes_${type}_v1`),
    ...neighbourTable.flatMap(({ tokens: own, terraform }) => [...own, `module:tf:${terraform}`]),
    ...cloudTable.flatMap(({ tokens: own, terraform }) => [
        ...own.map(([packageName, typeName]) => `${packageName}:index:${typeName}`),
        ...terraform.map((type) => `module:tf:${type}`),
    ]),
    "module:tf:kubernetes_manifest",
    "module:tf:kubectl_manifest",
    "module:tf:helm_release",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml:ConfigFile",
    "command:local:Command",
    "pulumi-nodejs:dynamic:Resource",
    "random:index/randomPassword:RandomPassword",
];
