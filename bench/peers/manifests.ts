/** Kubernetes objects in one file, of which some ask for SR-IOV without an exception: every peer must find just those. */

/** What a peer must refuse, as `Kind/name`. */
export interface Generated {
    readonly text: string;
    readonly refused: ReadonlySet<string>;
}

/** The one SR-IOV device-plugin resource of the benchmark. */
export const RESOURCE = "intel.com/intel_sriov_netdevice";
/** The annotation that names an exception. */
export const ANNOTATION = "virtio-first/exception-id";

/** So many objects: networks and pods, in software, in hardware with an exception, and in hardware without. */
export function manifests(count: number): Generated {
    const refused = new Set<string>();
    const objects = Array.from({ length: count }, (_, index) => {
        const hardware = index % 4 === 1;
        const excepted = hardware && index % 8 === 1;
        const kind = index % 5 === 0 ? "NetworkAttachmentDefinition" : "Pod";
        const name = `${kind.toLowerCase()}-${index}`;
        if (hardware && !excepted) {
            refused.add(`${kind}/${name}`);
        }
        const annotation = excepted ? `\n  annotations: { ${ANNOTATION}: EXC-2026-014 }` : "";
        return kind === "Pod" ? pod(name, index, annotation, hardware) : network(name, annotation, hardware);
    });
    return { text: objects.join("---\n"), refused };
}

function network(name: string, annotation: string, hardware: boolean): string {
    const config = JSON.stringify({
        cniVersion: "1.0.0",
        name,
        ...(hardware ? { type: "sriov", vlan: 200 } : { type: "bridge", bridge: "br1" }),
    });
    return `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: ${name}
  namespace: apps${annotation}
spec:
  config: '${config}'
`;
}

function pod(name: string, index: number, annotation: string, hardware: boolean): string {
    const device = hardware ? `, ${RESOURCE}: "1"` : "";
    return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: apps
  labels: { app: pod, tier: "${index % 3}" }${annotation}
spec:
  containers:
    - name: app
      image: registry.example/app:1
      env:
        - { name: MODE, value: fast }
      resources:
        limits: { cpu: "1", memory: 1Gi${device} }
        requests: { cpu: "1", memory: 1Gi${device} }
`;
}
