import { classify, type ReadContext } from "../classification";
import { CANNOT_TELL, type DeviceClass, SOFTWARE, type Techniques } from "./techniques";

/** A driver of Dynamic Resource Allocation, by the name under which it publishes devices. */
export interface DraDriver {
    readonly driver: string;
    /** What its devices are, unless a selector or the configuration says otherwise. */
    readonly device: DeviceClass;
    /** Selectors that narrow the choice, tried in order. */
    readonly selectors?: readonly DraSelector[];
    /** Values of `interface.type` in its opaque configuration for which it makes a software interface. */
    readonly softwareTypes?: readonly string[];
    readonly source: string;
}

/** An attribute comparison in a CEL selector. */
export interface DraSelector {
    /** The attribute, without its domain. */
    readonly attribute: string;
    /** The value that it is compared with. */
    readonly equals: string;
    readonly device: DeviceClass;
}

const ACCELERATOR: Techniques = ["accelerator"];

function accelerator(driver: string, source: string): DraDriver {
    return { driver, device: ACCELERATOR, source };
}

/** Every DRA driver that the project knows. */
export const draDrivers: readonly DraDriver[] = [
    {
        driver: "sriovnetwork.k8snetworkplumbingwg.io",
        device: ["sriov"],
        selectors: [
            { attribute: "interfaceType", equals: "Regular", device: ["pci-passthrough"] },
            { attribute: "EswitchMode", equals: "switchdev", device: ["smartnic"] },
        ],
        source: "k8snetworkplumbingwg/dra-driver-sriov:pkg/consts",
    },
    {
        driver: "dra.net",
        device: ["pci-passthrough", "sriov"],
        selectors: [
            { attribute: "type", equals: "dummy", device: SOFTWARE },
            { attribute: "virtual", equals: "true", device: SOFTWARE },
            { attribute: "isSriovVf", equals: "true", device: ["sriov"] },
        ],
        softwareTypes: ["IPVLAN", "MACVLAN"],
        source: "kubernetes-sigs/dranet:pkg/apis",
    },
    { driver: "dra.cpu", device: "none", source: "kubernetes-sigs/dra-driver-cpu:manifests/base" },
    {
        driver: "gpu.nvidia.com",
        device: ACCELERATOR,
        selectors: [{ attribute: "type", equals: "vfio", device: ["pci-passthrough"] }],
        source: "NVIDIA/k8s-dra-driver-gpu:deployments/helm",
    },
    accelerator("compute-domain.nvidia.com", "NVIDIA/k8s-dra-driver-gpu:deployments/helm"),
    accelerator("gpu.resource.nvidia.com", "NVIDIA/k8s-dra-driver-gpu: before 1.31"),
    {
        driver: "gpu.amd.com",
        device: ACCELERATOR,
        selectors: [{ attribute: "type", equals: "vfio", device: ["pci-passthrough"] }],
        source: "ROCm/k8s-gpu-dra-driver:README.md",
    },
    accelerator("gpu.intel.com", "intel/intel-resource-drivers-for-kubernetes:charts"),
    accelerator("gaudi.intel.com", "intel/intel-resource-drivers-for-kubernetes:charts"),
    accelerator("qat.intel.com", "intel/intel-resource-drivers-for-kubernetes:charts"),
    accelerator("gpu.resource.intel.com", "intel/intel-resource-drivers-for-kubernetes: before 1.31"),
    accelerator("gaudi.resource.intel.com", "intel/intel-resource-drivers-for-kubernetes: before 1.31"),
    accelerator("qat.resource.intel.com", "intel/intel-resource-drivers-for-kubernetes: before 1.31"),
    accelerator("neuron.aws.com", "AWS Neuron documentation: DRA"),
    accelerator("tpu.google.com", "GKE documentation: DRA"),
];

/** Classes that the drivers' own charts ship, where the class is not named as its driver is. */
export const shippedClasses: Readonly<Record<string, DeviceClass>> = {
    "mig.nvidia.com": ACCELERATOR,
    "imex.nvidia.com": ACCELERATOR,
    "vfio.gpu.nvidia.com": ["pci-passthrough"],
    "compute-domain-daemon.nvidia.com": ACCELERATOR,
    "compute-domain-default-channel.nvidia.com": ACCELERATOR,
};

const byDriver: ReadonlyMap<string, DraDriver> = new Map(draDrivers.map((row) => [row.driver, row]));

/** The row of a driver. */
export function draDriver(name: string): DraDriver | undefined {
    return byDriver.get(name);
}

/** What a device class is, as far as its name alone tells: by our tables, then by config. */
export function classifyDeviceClass(
    name: string,
    context: ReadContext,
): { readonly class: DeviceClass; readonly provisional: boolean } {
    const listed =
        byDriver.get(name)?.device ?? (Object.hasOwn(shippedClasses, name) ? shippedClasses[name] : undefined);
    if (listed !== undefined) {
        return { class: listed, provisional: false };
    }
    const classified = classify(context, "deviceClasses", name);
    if (classified === undefined) {
        return { class: CANNOT_TELL, provisional: true };
    }
    return { class: classified === "none" ? "none" : [classified], provisional: false };
}
