/**
 * Extra specs that Nova validates and that bring no device, each looked at: what a new one does must be looked at as well.
 * Those that bring a device stand in `techniques/openstack/extra-spec.ts`.
 */
const reviewed: Readonly<Record<string, readonly string[]>> = {
    "shape of the virtual machine": [
        "hw:boot_menu",
        "hw:cpu_cores",
        "hw:cpu_dedicated_mask",
        "hw:cpu_max_cores",
        "hw:cpu_max_sockets",
        "hw:cpu_max_threads",
        "hw:cpu_policy",
        "hw:cpu_realtime",
        "hw:cpu_realtime_mask",
        "hw:cpu_sockets",
        "hw:cpu_thread_policy",
        "hw:cpu_threads",
        "hw:emulator_threads_policy",
        "hw:hide_hypervisor_id",
        "hide_hypervisor_id",
        "hw:locked_memory",
        "hw:mem_encryption",
        "hw:mem_encryption_model",
        "hw:mem_page_size",
        "hw:numa_cpus.{num}",
        "hw:numa_mem.{num}",
        "hw:numa_nodes",
        "hw:pmem",
        "hw:pmu",
        "os:secure_boot",
        "vmware:hw_version",
    ],
    "devices that are emulated, or belong to no network": [
        "hw:ephemeral_encryption",
        "hw:ephemeral_encryption_format",
        "hw:redirected_usb_ports",
        "hw:serial_port_count",
        "hw:sound_model",
        "hw:tpm_model",
        "hw:tpm_secret_security",
        "hw:tpm_version",
        "hw:usb_model",
        "hw:watchdog_action",
        "hw_rng:allowed",
        "hw_rng:rate_bytes",
        "hw_rng:rate_period",
        "hw_video:ram_max_mb",
        "vmware:storage_policy",
    ],
    "properties of virtio interfaces": ["hw:vif_multiqueue_enabled", "hw:virtio_packed_ring"],
    "how a device fits in that something else asks for": ["hw:pci_numa_affinity_policy", "hw:viommu_model"],
    "limits and shares": [
        "quota:cpu_period",
        "quota:cpu_quota",
        "quota:cpu_shares",
        "quota:disk_{stat}_{metric}_sec",
        "quota:vif_{stat}_{metric}",
        "quota:{key}_limit",
        "quota:{key}_reservation",
        "quota:{key}_shares_level",
        "quota:{key}_shares_share",
    ],
    "where a machine may run: it gives nothing to it": [
        "aggregate_instance_extra_specs:{key}",
        "capabilities:{capability}",
        "capabilities:{capability}{{filter}}",
        "group_policy",
        "trait{group}:CUSTOM_{trait}",
        "trait{{group}}:{trait}",
    ],
};

const all: ReadonlySet<string> = new Set(Object.values(reviewed).flat());

/** True for an extra spec, as Nova's validators name it, that brings no device. */
export function isReviewed(name: string): boolean {
    return all.has(name);
}
