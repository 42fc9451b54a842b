import { SERVICE_MESH_VALUE } from "./annotations";
import type { Techniques } from "./techniques";

/** An environment variable that makes a vendor's container runtime hand out devices, without a request for them. */
export interface DeviceVariable {
    readonly name: string;
    readonly techniques: Techniques;
    /** Values, in lower case, that ask for nothing. */
    readonly nothing: readonly string[];
    /** What the value must hold to ask for a device; `undefined`: anything else. */
    readonly onlyIf?: RegExp;
    readonly source: string;
}

const NOTHING = ["", "none", "void"];

const rows: readonly DeviceVariable[] = [
    {
        name: "NVIDIA_VISIBLE_DEVICES",
        techniques: ["accelerator"],
        nothing: NOTHING,
        source: "NVIDIA/nvidia-container-toolkit:cmd/nvidia-container-runtime",
    },
    {
        name: "AMD_VISIBLE_DEVICES",
        techniques: ["accelerator"],
        nothing: NOTHING,
        source: "ROCm/container-toolkit:README.md",
    },
    {
        name: "ASCEND_VISIBLE_DEVICES",
        techniques: ["accelerator"],
        nothing: NOTHING,
        source: "Ascend/mind-cluster:component/ascend-docker-runtime",
    },
    {
        name: "HABANA_VISIBLE_DEVICES",
        techniques: ["accelerator"],
        nothing: NOTHING,
        source: "HabanaAI/habana-container-runtime:README.md",
    },
    {
        name: "NSM_NETWORK_SERVICES",
        techniques: ["sriov"],
        nothing: [""],
        onlyIf: SERVICE_MESH_VALUE,
        source: "networkservicemesh/deployments-k8s:examples",
    },
];

/** Variables that hand out devices, by name. */
export const deviceVariables: ReadonlyMap<string, DeviceVariable> = new Map(rows.map((row) => [row.name, row]));

/**
 * Runtime classes whose runtime hands out devices by what the container's image says, though the pod asks for none.
 * Their names are those that the vendors' own charts give them.
 */
export const deviceRuntimeClasses: ReadonlySet<string> = new Set([
    "nvidia",
    "nvidia-cdi",
    "nvidia-legacy",
    "kata-qemu-nvidia-gpu",
    "kata-qemu-nvidia-gpu-snp",
    "kata-qemu-nvidia-gpu-tdx",
    "amd",
    "ascend",
    "habana",
]);

/** Where NVIDIA's runtime, if so configured, takes what is mounted for the list of the devices to hand out. */
export const DEVICE_LIST_MOUNT = "/var/run/nvidia-container-devices";
