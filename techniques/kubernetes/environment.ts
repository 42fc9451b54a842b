import { isUnknown, type UNKNOWN } from "../value";
import { SERVICE_MESH_VALUE } from "./annotations";
import { CANNOT_TELL, type Techniques } from "./techniques";

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
        name: "NVIDIA_MOFED",
        techniques: ["accelerator"],
        nothing: NOTHING,
        onlyIf: /enabled/i,
        source: "NVIDIA/nvidia-container-toolkit:internal/modifier/gated.go",
    },
    {
        name: "NVIDIA_IMEX_CHANNELS",
        techniques: ["accelerator"],
        nothing: NOTHING,
        source: "NVIDIA/nvidia-container-toolkit:internal/config/image",
    },
    {
        name: "MTHREADS_VISIBLE_DEVICES",
        techniques: ["accelerator"],
        nothing: NOTHING,
        source: "torch_musa documentation: mt-container-toolkit",
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
 * What a variable asks for, and in what words; `undefined` for nothing. A value that cannot be known counts where the
 * variable is one of ours.
 */
export function variableDevice(
    name: string,
    value: string | typeof UNKNOWN | undefined,
): { readonly techniques: Techniques; readonly words: string } | undefined {
    const row = deviceVariables.get(name);
    if (row === undefined) {
        return undefined;
    }
    const words = `environment variable ${row.name}`;
    if (value === undefined || isUnknown(value)) {
        const techniques = row.onlyIf === undefined ? row.techniques : CANNOT_TELL;
        return { techniques, words: `${words}, whose value is not known` };
    }
    const asks = !row.nothing.includes(value.trim().toLowerCase()) && (row.onlyIf?.test(value) ?? true);
    return asks ? { techniques: row.techniques, words } : undefined;
}

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
