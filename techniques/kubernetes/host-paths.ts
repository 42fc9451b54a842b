import { CANNOT_TELL, type Techniques } from "./techniques";

/**
 * What a path of the host gives to a container:
 * - techniques: a device node, which asks for the device;
 * - `host-access`: a place from which devices can be reached, though none is asked for.
 * A path that no row matches gives nothing.
 */
export type HostPathMeaning = Techniques | "host-access";

/** A pattern of normalised host paths. */
export interface HostPath {
    /** `*` stands for any characters but a slash, `[0-9]` for a digit. A row matches the path itself and, with `below`, all under it. */
    readonly pattern: string;
    readonly below: boolean;
    readonly meaning: HostPathMeaning;
    /** What it is, for a message. */
    readonly label: string;
}

const PASSTHROUGH: Techniques = ["pci-passthrough"];
const ACCELERATOR: Techniques = ["accelerator"];

function node(pattern: string, meaning: Techniques, label: string): HostPath {
    return { pattern, below: true, meaning, label };
}

function access(pattern: string, below: boolean): HostPath {
    return { pattern, below, meaning: "host-access", label: `host path ${pattern}` };
}

/**
 * Device nodes, and places from which devices can be reached. Software devices such as `/dev/net/tun`,
 * `/dev/vhost-net`, `/dev/kvm` and huge pages have no row: they are nothing.
 */
export const hostPaths: readonly HostPath[] = [
    node("/dev/vfio*", PASSTHROUGH, "VFIO device nodes"),
    node("/dev/iommu", PASSTHROUGH, "the IOMMUFD device node"),
    node("/dev/uio*", PASSTHROUGH, "UIO device nodes"),
    node("/dev/vhost-vdpa*", ["vdpa"], "vDPA device nodes"),
    node("/dev/mst", PASSTHROUGH, "device nodes of a NIC's firmware tools"),
    node("/dev/infiniband*", ACCELERATOR, "RDMA device nodes"),
    node("/dev/hfi1_*", ACCELERATOR, "RDMA device nodes"),
    node("/dev/cxi[0-9]*", ACCELERATOR, "RDMA device nodes"),
    node("/dev/onload*", ACCELERATOR, "device nodes that go past the kernel to a NIC"),
    node("/dev/sfc_*", ACCELERATOR, "device nodes that go past the kernel to a NIC"),
    node("/dev/nvidia*", ACCELERATOR, "GPU device nodes"),
    node("/dev/dri*", ACCELERATOR, "GPU device nodes"),
    node("/dev/nvhost-*", ACCELERATOR, "GPU device nodes"),
    node("/dev/nvmap", ACCELERATOR, "GPU device nodes"),
    node("/dev/mali*", ACCELERATOR, "GPU device nodes"),
    node("/dev/kgsl-*", ACCELERATOR, "GPU device nodes"),
    node("/dev/kfd", ACCELERATOR, "GPU device nodes"),
    node("/dev/dxg", ACCELERATOR, "GPU device nodes"),
    node("/dev/accel*", ACCELERATOR, "accelerator device nodes"),
    node("/dev/xdma*", ACCELERATOR, "FPGA device nodes"),
    node("/dev/qdma*", ACCELERATOR, "FPGA device nodes"),
    node("/dev/xclmgmt*", ACCELERATOR, "FPGA device nodes"),
    node("/dev/intel-fpga-*", ACCELERATOR, "FPGA device nodes"),
    node("/dev/fpga*", ACCELERATOR, "FPGA device nodes"),
    node("/dev/dfl-*", ACCELERATOR, "FPGA device nodes"),
    node("/dev/qat*", ACCELERATOR, "QuickAssist device nodes"),
    node("/dev/dsa", ACCELERATOR, "Intel DSA device nodes"),
    node("/dev/iax", ACCELERATOR, "Intel IAA device nodes"),
    node("/dev/dlb*", ACCELERATOR, "Intel DLB device nodes"),
    node("/dev/davinci*", ACCELERATOR, "NPU device nodes"),
    node("/dev/hisi_hdc", ACCELERATOR, "NPU device nodes"),
    node("/dev/hl[0-9]*", ACCELERATOR, "NPU device nodes"),
    node("/dev/neuron*", ACCELERATOR, "NPU device nodes"),
    node("/dev/apex_*", ACCELERATOR, "NPU device nodes"),
    node("/dev/cambricon*", ACCELERATOR, "NPU device nodes"),
    node("/dev/tenstorrent", ACCELERATOR, "NPU device nodes"),
    node("/dev/gcu*", ACCELERATOR, "NPU device nodes"),
    node("/dev/rngd*", ACCELERATOR, "NPU device nodes"),
    node("/dev/hailo[0-9]*", ACCELERATOR, "NPU device nodes"),
    node("/dev/mxcd", ACCELERATOR, "GPU device nodes"),
    node("/dev/mkfd", ACCELERATOR, "GPU device nodes"),
    node("/dev/biren*", ACCELERATOR, "GPU device nodes"),
    node("/dev/mtgpu*", ACCELERATOR, "GPU device nodes"),
    // By number: which device that is, only the host knows.
    node("/dev/char/*", CANNOT_TELL, "a device node by number"),
    node("/dev/block/*", CANNOT_TELL, "a device node by number"),
    access("/", false),
    access("/dev", false),
    access("/dev/char", false),
    access("/dev/mem", true),
    access("/dev/port", true),
    access("/proc", false),
    access("/proc/bus/pci", true),
    access("/proc/*/fd", true),
    access("/proc/*/task/*/fd", true),
    access("/sys", false),
    access("/sys/bus", true),
    access("/sys/class", true),
    access("/sys/devices", true),
    access("/sys/module", true),
    access("/var/run/netns", true),
    access("/run/netns", true),
    access("/var/run/openvswitch", true),
    access("/run/openvswitch", true),
    access("/var/run/cdi", true),
    access("/run/cdi", true),
    access("/etc/cdi", true),
    access("/var/lib/kubelet/device-plugins", true),
];

const compiled: readonly { readonly expression: RegExp; readonly row: HostPath }[] = hostPaths.map((row) => {
    const body = row.pattern
        .split("*")
        .map((part) => part.replace(/[.+?^${}()|\\/]/g, "\\$&"))
        .join("[^/]*");
    return { expression: new RegExp(`^${body}${row.below ? "(?:$|/)" : "$"}`), row };
});

/**
 * The path as the kernel would take it: no empty, `.` or `..` parts, and without the detour over the root directory of
 * a process or thread, or over the directory that it works in, which is taken for the root. A relative path is taken
 * from the root.
 */
export function normalisePath(path: string): string {
    const parts: string[] = [];
    for (const part of path.split("/")) {
        if (part === "..") {
            parts.pop();
        } else if (part !== "" && part !== ".") {
            parts.push(part);
            if ((part === "root" || part === "cwd") && isProcess(parts.slice(0, -1))) {
                parts.length = 0;
            }
        }
    }
    return `/${parts.join("/")}`;
}

/** True for the parts of the directory of a process, or of one of its threads. */
function isProcess(parts: readonly string[]): boolean {
    return parts[0] === "proc" && (parts.length === 2 || (parts.length === 4 && parts[2] === "task"));
}

/** What a path of the host gives, or `undefined` for nothing. */
export function hostPath(path: string): HostPath | undefined {
    const normalised = normalisePath(path);
    return compiled.find(({ expression }) => expression.test(normalised))?.row;
}

/** Device nodes that are plainly software, or no device that carries data of a network or an accelerator, and their numbers. */
const SOFTWARE_DEVICES: ReadonlyMap<string, string> = new Map(
    Object.entries({
        "net/tun": "10:200",
        "vhost-net": "10:238",
        "vhost-vsock": "10:241",
        kvm: "10:232",
        fuse: "10:229",
        null: "1:3",
        zero: "1:5",
        full: "1:7",
        random: "1:8",
        urandom: "1:9",
        tty: "5:0",
    }).map(([name, number]) => [`/dev/${name}`, number]),
);

/**
 * True for a device node that is plainly software.
 *
 * @param number Its `major:minor`, where another than the kernel's can be given.
 */
export function isSoftwareDevice(path: string, number?: string): boolean {
    const own = SOFTWARE_DEVICES.get(normalisePath(path));
    return own !== undefined && (number ?? own) === own;
}
