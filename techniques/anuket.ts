/** Anuket identifiers of one technique, per document. An empty list: the document has none. */
export interface Identifiers {
    /** Reference Model. */
    readonly rm: readonly string[];
    /** Reference Architecture 1 (OpenStack). */
    readonly ra1: readonly string[];
    /** Reference Architecture 2 (Kubernetes). */
    readonly ra2: readonly string[];
}

/** How the rule itself is cited: the clause stood in the editions up to this one. */
export const RULE_SOURCE = "Anuket Relevant Technologies, up to Moselle";

/** The requirement IDs to cite for each technique (Reference Model 2025-06, RA1 2025-01, RA2 2025-08). */
export const identifiers = {
    virtio: {
        rm: ["infra.net.cfg.001"],
        ra1: ["infra.net.cfg.001"],
        ra2: ["infra.net.cfg.001", "ra2.ntw.003", "ra2.ntw.006", "ra2.ntw.007", "ra2.ntw.009"],
    },
    sriov: {
        rm: ["e.cap.013", "infra.hw.nac.cfg.004"],
        ra1: ["inf.acc.03"],
        ra2: ["ra2.ch.002", "ra2.ch.003", "ra2.ntw.008", "ra2.ntw.010", "ra2.app.009"],
    },
    "pci-passthrough": { rm: [], ra1: [], ra2: ["ra2.app.009"] },
    vdpa: { rm: [], ra1: [], ra2: ["ra2.app.009"] },
    smartnic: {
        rm: ["e.cap.015", "infra.net.acc.cfg.002", "infra.hw.nac.cfg.002"],
        ra1: ["inf.acc.02"],
        ra2: ["ra2.app.009"],
    },
    accelerator: {
        rm: ["e.cap.014", "e.cap.016", "infra.com.acc.cfg.003", "infra.com.acc.cfg.004"],
        ra1: ["inf.acc.01"],
        ra2: ["ra2.ntw.012", "ra2.app.009"],
    },
    unknown: { rm: ["infra.net.cfg.001"], ra1: ["infra.net.cfg.001"], ra2: ["infra.net.cfg.001"] },
} as const satisfies Record<string, Identifiers>;
