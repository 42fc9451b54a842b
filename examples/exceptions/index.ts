import * as openstack from "@pulumi/openstack";

// Raw ports, each with the marker of another exception of exceptions.yaml: the register decides, not the marker.
const network = new openstack.networking.Network("data", { name: "data" });

const port = (name: string, exceptionId: string, vnicType = "direct") =>
    new openstack.networking.Port(name, {
        networkId: network.id,
        binding: { vnicType },
        tags: [`virtio-first:exception-id=${exceptionId}`],
    });

// Granted.
port("user-plane", "EXC-2026-014");
// Granted, and about to expire on the day that policy-config.json looks ahead to.
port("lab", "EXC-2026-020");
// Refused: expired, for another technique, for another stack, not valid yet, not in the register, not well formed.
port("old", "EXC-2024-003");
port("whole-nic", "EXC-2026-014", "direct-physical");
port("elsewhere", "EXC-2026-021");
port("early", "EXC-2040-001");
port("unheard-of", "EXC-2026-999");
port("misspelt", "EXC 2026 014");
