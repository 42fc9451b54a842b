import { cniTypes } from "../techniques/kubernetes/cni-types";
import { deviceResources } from "../techniques/kubernetes/device-resources";
import { draDrivers } from "../techniques/kubernetes/dra-drivers";
import { executors } from "../techniques/kubernetes/executors";
import { hostPaths } from "../techniques/kubernetes/host-paths";
import { simpleKinds } from "../techniques/kubernetes/operators/simple-kinds";
import type { DeviceClass } from "../techniques/kubernetes/techniques";
import { terraformKinds } from "../techniques/kubernetes/terraform-kinds";
import { workloadKinds } from "../techniques/kubernetes/workloads";
import { interfaceBindings } from "../techniques/kubevirt/interface-bindings";
import { neighbourTable } from "../techniques/neighbours";
import { cloudTable } from "../techniques/public-clouds";
import { customClasses, deviceClasses, PCI_ALIAS_TECHNIQUES } from "../techniques/openstack/extra-spec";
import { nicModels } from "../techniques/openstack/nic-model";
import { profileKeys, valueSpecKeys } from "../techniques/openstack/port-keys";
import { resourceTable } from "../techniques/openstack/resource-table";
import { VNIC_TYPES, vnicTypes } from "../techniques/openstack/vnic-type";
import { needsException, type Technique } from "../techniques/technique";
import { code, table } from "./markdown";

const REFUSED = "missing-exception-id";

/** The techniques of a row, or that it is nothing. */
function words(device: DeviceClass | Technique | undefined): string {
    if (device === undefined) {
        return "what it joins";
    }
    return device === "none" ? "no device" : typeof device === "string" ? device : device.join(" or ");
}

/** The rule that reports a row where no exception allows it. */
function rule(device: DeviceClass | Technique | undefined): string {
    const list: readonly string[] =
        device === undefined || device === "none" ? [] : typeof device === "string" ? [device] : device;
    if (list.includes("unknown")) {
        return code("undecidable");
    }
    if (list.includes("emulated")) {
        return code("emulated");
    }
    return list.some((technique) => needsException(technique as Technique)) ? code(REFUSED) : "–";
}

/** The page of all forms in which a VM or a pod gets a device, as Markdown. */
export function coveragePage(): string {
    return [
        ...introduction,
        ...openstack(),
        ...kubernetes(),
        ...kubevirt(),
        ...neighbours(),
        "",
        ...publicClouds(),
        "",
        ...unseen,
    ].join("\n");
}

const introduction = [
    "# Coverage",
    "",
    "Every form that the policy pack knows, the technique that it stands for, and the rule that reports it where no exception allows",
    "it. Several techniques are alternatives: a grant for one of them suffices. What is not in a table and asks for a device all the",
    "same is the technique `unknown` (rule `undecidable`): it fails closed. Config classifies names that only the operator can know",
    "([configuration.md](configuration.md)). This page is generated from the tables in `techniques/` by `npm run docs`.",
    "",
];

function openstack(): string[] {
    return [
        "## OpenStack",
        "",
        "### vnic_type of a port",
        "",
        'By `binding.vnicType` and by `valueSpecs["binding:vnic_type"]`, in any case and with blanks around it.',
        "",
        table(
            ["vnic_type", "technique", "with switchdev", "needs", "rule"],
            VNIC_TYPES.map((word) => {
                const { technique, withSwitchdev, needs } = vnicTypes[word];
                const baremetal = technique === "none" ? code("baremetal") : rule(technique);
                return [code(word), words(technique), withSwitchdev, needs, baremetal];
            }),
        ),
        "### Keys of a port's valueSpecs and of its profile",
        "",
        table(
            ["valueSpecs key", "read as"],
            Object.entries(valueSpecKeys).map(([key, meaning]) => [
                code(key),
                meaning === "none" ? "no device" : meaning,
            ]),
        ),
        "Any other key that begins with `binding:` is `unknown`.",
        "",
        table(
            ["profile key", "shows", "written by"],
            Object.entries(profileKeys).map(([key, { shows, techniques, writtenBy }]) => [
                code(key),
                shows === "device" ? (techniques ?? []).join(" or ") : shows === "none" ? "no device" : shows,
                writtenBy,
            ]),
        ),
        "### Flavors and images",
        "",
        table(
            ["flavor extra spec", "technique", "rule"],
            [
                [code("pci_passthrough:alias"), words(PCI_ALIAS_TECHNIQUES), code(REFUSED)],
                [code("accel:device_profile"), "accelerator", code(REFUSED)],
                ...Object.entries(deviceClasses).map(([name, found]) => [
                    code(`resources:${name}`),
                    words(found),
                    rule(found),
                ]),
                ...customClasses.map(({ prefix, techniques }) => [
                    code(`resources:${prefix}*`),
                    words(techniques),
                    rule(techniques),
                ]),
            ],
        ),
        "A count of zero is nothing. `resources<group>:` counts like `resources:`.",
        "",
        table(
            ["image hw_vif_model", "also written", "technique", "rule"],
            Object.entries(nicModels).map(([model, { technique, aliases }]) => [
                code(model),
                code(...aliases),
                technique,
                rule(technique),
            ]),
        ),
        "### Resources",
        "",
        "Each under Pulumi's own tokens, under any Terraform provider that is bridged on demand",
        "(`<package>:index/networkingPortV2:NetworkingPortV2`), and as a child of a Terraform module",
        "(`<package>:tf:openstack_networking_port_v2`). A Heat stack is read through its template, nested groups, parameters,",
        "environment and files; a template by URL only is `unknown`.",
        "",
        table(
            ["Terraform resource", "Pulumi token", "marker"],
            resourceTable.map(({ terraform, pulumi, markers }) => [
                code(`openstack_${terraform}`),
                code(...pulumi.map((token) => `openstack:${token}`)),
                markers.length === 0
                    ? "none: granted by resource pattern, or covered by its port"
                    : code(...markers.map(({ argument }) => argument)),
            ]),
        ),
    ];
}

function kubernetes(): string[] {
    return [
        "## Kubernetes",
        "",
        "### CNI plugin types",
        "",
        "Of a NetworkAttachmentDefinition, single or in a list of plugins, and of the objects of operators that make one. Multus hands the",
        "device of `k8s.v1.cni.cncf.io/resourceName` to every plugin of the list: then the second column counts.",
        "",
        table(
            ["type", "alone", "with a device", "rule"],
            cniTypes
                .filter(({ role }) => role === "interface")
                .map(({ type, alone, withDevice }) => [
                    code(type),
                    words(alone),
                    words(withDevice),
                    rule([...(alone ?? []), ...(withDevice ?? [])] as never),
                ]),
        ),
        `Chained plugins have the technique of what they join: ${code(...cniTypes.filter(({ role }) => role === "chained").map(({ type }) => type))}.`,
        "",
        `Address management is nothing: ${code(...cniTypes.filter(({ role }) => role === "ipam").map(({ type }) => type))}.`,
        "",
        "### Device resources",
        "",
        "Requested in any container, init container, ephemeral container or by the pod. The most exact pattern wins; a request of zero is",
        "nothing; any other name with a domain is `unknown`.",
        "",
        table(
            ["resource", "technique", "rule"],
            deviceResources.map(({ pattern, device }) => [code(pattern), words(device), rule(device)]),
        ),
        "### Dynamic resource allocation",
        "",
        table(
            ["driver", "technique", "rule"],
            draDrivers.map(({ driver, device }) => [code(driver), words(device), rule(device)]),
        ),
        "### Host paths",
        "",
        "As `hostPath`, in a PersistentVolume and as a block device; paths are normalised first.",
        "",
        table(
            ["path", "technique", "rule"],
            hostPaths.map(({ pattern, meaning }) => [
                code(pattern),
                meaning === "host-access" ? "none, but a device could be reached" : words(meaning),
                meaning === "host-access" ? code("host-access") : rule(meaning),
            ]),
        ),
        "### Kinds with a pod template",
        "",
        `${code(...workloadKinds.map(({ kind }) => kind))}, their lists and patches, and every custom kind that holds a pod template, found by its shape.`,
        "",
        `Terraform's own resources for them are read alike, bridged or in a module: ${code(
            ...terraformKinds.map(({ type }) => `kubernetes_${type}`),
        )},`,
        "with a version at the end or without, `kubernetes_annotations`, `kubernetes_env`, `kubernetes_manifest`, `kubectl_manifest`,",
        "`k8s_manifest`, `kustomization_resource` and `helm_release`.",
        "",
        "### Objects of operators",
        "",
        table(
            ["kind", "what it is", "rule"],
            simpleKinds.map(({ group, kind, label, absent, otherwise }) => [
                code(`${group} ${kind}`),
                label,
                rule(absent === "none" ? otherwise : absent),
            ]),
        ),
        "Besides these, read by readers of their own: SriovNetworkNodePolicy, SriovNetwork, SriovIBNetwork, OVSNetwork, HostDeviceNetwork,",
        "MacvlanNetwork, IPoIBNetwork, NicClusterPolicy, SpiderMultusConfig, device-plugin ConfigMaps, the machines of Cluster API and the machine classes of vSphere's VM Operator.",
        "",
        "### What makes objects that the stack does not show",
        "",
        `What stands inline is read; the rest is advised on (${code("opaque-executor")}).`,
        "",
        table(
            ["kind", "what it is"],
            executors.map(({ group, kinds, label }) => [code(`${group} ${kinds.join(" ")}`), label]),
        ),
    ];
}

function kubevirt(): string[] {
    return [
        "## KubeVirt",
        "",
        table(
            ["interface binding", "technique", "rule"],
            interfaceBindings.map(({ binding, plugin, techniques }) => [
                plugin ? code(`binding.name: ${binding}`) : code(binding),
                words(techniques),
                rule(techniques),
            ]),
        ),
        "`gpus`, `hostDevices`, resource claims, hook sidecars and instance types are read too, in every kind that holds a machine; a KubeVirt",
        "object's `permittedHostDevices` and binding plugins are offers.",
        "",
    ];
}

function neighbours(): string[] {
    return [
        "## vSphere, libvirt, Proxmox VE",
        "",
        "These resources can carry no marker: the register grants them by resource pattern.",
        "",
        table(
            ["platform", "resource", "where it asks for a device"],
            neighbourTable.map(({ platform, terraform, tokens, forms }) => [
                platform,
                code(...tokens, terraform),
                forms,
            ]),
        ),
    ];
}

function publicClouds(): string[] {
    return [
        "## Public clouds",
        "",
        "Not judged unless config sets `publicClouds: true`: in a public cloud the hardware is mostly a matter of the machine type. With it,",
        "what these arguments ask for needs an exception. The marker is a key of the map in the last column; what has none is granted in the",
        "register by resource pattern.",
        "",
        table(
            ["cloud", "resource", "argument", "technique", "marker in"],
            cloudTable.flatMap(({ cloud, terraform, tokens, forms, markers = "" }) =>
                forms.map((form) => [
                    cloud,
                    code(...tokens.map(([packageName, type]) => `${packageName}:…:${type}`), ...terraform),
                    code(form.path.join(".")),
                    form.read === "words" ? grouped(form.words) : words(form.techniques),
                    markers === "" ? "" : code(markers),
                ]),
            ),
        ),
        "",
    ];
}

/** Words by what they stand for. */
function grouped(known: Readonly<Record<string, DeviceClass>>): string {
    const groups = new Map<string, string[]>();
    for (const [word, device] of Object.entries(known)) {
        groups.set(words(device), [...(groups.get(words(device)) ?? []), word]);
    }
    return [...groups].map(([device, own]) => `${code(...own)}: ${device}`).join("; ");
}

const unseen = [
    "## What a policy pack cannot see",
    "",
    "Documented, not pretended:",
    "",
    "- what `kubectl` does in Jobs, hooks and init containers;",
    "- what mutating webhooks change at admission, such as resource requests that an injector adds;",
    "- CNI configuration and Multus defaults that lie on the nodes;",
    "- settings of the hosts: which driver a port is bound to, PCI aliases, what a `normal` port becomes on the host;",
    "- resources left out of an operation: `--target`, and updates with `--skip-preview` that fail half way;",
    "- what a Helm release installs beyond the values it is given;",
    "- what container images bring along, such as variables by which a node's container runtime hands out its GPUs;",
    "- what the patches of a ClusterClass (Cluster API) put into its templates.",
    "",
    "Set-up of hosts that neither attaches nor offers a named device is not judged: MachineConfig, operators' settings, installing an",
    "operator or a device plugin, CRD schemas, quotas, tolerations, labels and names.",
    "",
];
