/** Generated resources of a stack's state, as the engine and the providers record them. */

/** A port and what the provider reads back of it: every one is an attachment to judge. */
export function portOf(stack: number, index: number): object {
    const name = `port-${index}`;
    const inputs = {
        name,
        networkId: `net-${index % 7}`,
        adminStateUp: true,
        binding: { vnicType: index % 50 === 0 ? "direct" : "normal" },
        tags: index % 50 === 0 ? ["virtio-first:exception-id=EXC-2026-014"] : [],
        fixedIps: [{ subnetId: `subnet-${index % 7}`, ipAddress: `10.${stack % 250}.${index % 250}.7` }],
    };
    const outputs = {
        ...inputs,
        id: `${stack}-${index}`,
        allFixedIps: [`10.${stack % 250}.${index % 250}.7`],
        allSecurityGroupIds: ["0d3f4c1e-72ac-4bd7-a6a7-b8b4d1e1c9aa"],
        macAddress: "fa:16:3e:00:00:01",
        dnsAssignments: [{ hostname: name, fqdn: `${name}.example.net.` }],
    };
    return {
        urn: `urn:pulumi:s${stack}::bench::openstack:networking/port:Port::${name}`,
        type: "openstack:networking/port:Port",
        custom: true,
        id: `${stack}-${index}`,
        inputs,
        outputs,
        parent: `urn:pulumi:s${stack}::bench::pulumi:pulumi:Stack::bench-s${stack}`,
        provider: `urn:pulumi:s${stack}::bench::pulumi:providers:openstack::default::0`,
        propertyDependencies: { networkId: [] },
        created: "2026-01-01T00:00:00Z",
        modified: "2026-01-01T00:00:00Z",
    };
}

/** A resource of a stack of many kinds: two in ten attach a machine or a pod, the rest is what stands around them. */
export function mixedOf(stack: number, index: number): object {
    return (KINDS[index % KINDS.length] ?? portOf)(stack, index);
}

type Make = (stack: number, index: number) => object;

function recorded(token: string, inputs: object, outputs: object): Make {
    const type = token;
    return (stack, index) => ({
        urn: `urn:pulumi:s${stack}::bench::${type}::r${index}`,
        type,
        custom: true,
        id: `${stack}-${index}`,
        inputs: { name: `r${index}`, ...inputs },
        outputs: { id: `${stack}-${index}`, name: `r${index}`, ...inputs, ...outputs },
        parent: `urn:pulumi:s${stack}::bench::pulumi:pulumi:Stack::bench-s${stack}`,
        provider: `urn:pulumi:s${stack}::bench::pulumi:providers:${type.split(":")[0]}::default::0`,
        created: "2026-01-01T00:00:00Z",
        modified: "2026-01-01T00:00:00Z",
    });
}

const metadata = { namespace: "apps", labels: { app: "web", tier: "front" }, annotations: {} };
const container = {
    name: "app",
    image: "registry.example/app:1",
    env: [{ name: "MODE", value: "fast" }],
    ports: [{ containerPort: 8080, protocol: "TCP" }],
    resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "1", memory: "1Gi" } },
    readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 10, failureThreshold: 3 },
};
const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: {
        replicas: 3,
        selector: { matchLabels: { app: "web" } },
        template: {
            metadata: { labels: { app: "web" } },
            spec: { containers: [container], serviceAccountName: "web" },
        },
    },
};

const KINDS: readonly Make[] = [
    portOf,
    recorded(
        "openstack:compute/instance:Instance",
        { flavorName: "m1.large", imageName: "debian-12", networks: [{ port: "0-0" }], metadata: { role: "web" } },
        { accessIpV4: "10.0.0.7", allMetadata: { role: "web" }, powerState: "active", created: "2026-01-01" },
    ),
    recorded(
        "openstack:networking/secGroupRule:SecGroupRule",
        { direction: "ingress", ethertype: "IPv4", protocol: "tcp", portRangeMin: 443, portRangeMax: 443 },
        { securityGroupId: "0d3f4c1e-72ac-4bd7-a6a7-b8b4d1e1c9aa", tenantId: "9b1f", remoteIpPrefix: "0.0.0.0/0" },
    ),
    recorded(
        "openstack:blockstorage/volume:Volume",
        { size: 40, volumeType: "ssd", description: "root" },
        { attachments: [], availabilityZone: "nova", metadata: {} },
    ),
    recorded("kubernetes:apps/v1:Deployment", deployment, { status: { readyReplicas: 3, replicas: 3 } }),
    recorded(
        "kubernetes:core/v1:Service",
        { apiVersion: "v1", kind: "Service", metadata, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } },
        { status: { loadBalancer: {} } },
    ),
    recorded(
        "kubernetes:core/v1:ConfigMap",
        { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "app.conf": "key = value\n".repeat(60) } },
        {},
    ),
    recorded("random:index/randomPassword:RandomPassword", { length: 32 }, { bcryptHash: "x".repeat(60) }),
    recorded(
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata, subjects: [], roleRef: {} },
        {},
    ),
    recorded("aws:route53/record:Record", { type: "A", ttl: 300, records: ["10.0.0.7"] }, { fqdn: "r.example." }),
];
