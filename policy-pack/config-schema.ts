import type { PolicyConfigSchema } from "@pulumi/policy";
import { CLASSIFICATION_KEYS, type ClassificationKey } from "../techniques/classification";
import { TECHNIQUES } from "../techniques/technique";

/** How loudly a finding speaks: it refuses, it advises, or it is not reported. */
export type Level = "advisory" | "mandatory" | "off";

type PropertySchema = PolicyConfigSchema["properties"][string];

const level = (defaultLevel: Level, description: string): PropertySchema => ({
    type: "string",
    enum: ["advisory", "mandatory", "off"],
    default: defaultLevel,
    description,
});

const CLASSIFIED_WHAT: Readonly<Record<ClassificationKey, string>> = {
    flavors: "Nova flavors outside the stack, by name or ID",
    images: "Glance images outside the stack, by name or ID",
    ports: "Neutron ports outside the stack, by ID or name",
    networks: "networks outside the stack: Neutron names or IDs, or NetworkAttachmentDefinitions as namespace/name",
    resources: "device-plugin resources, such as vendor.example/device",
    pciAliases: "PCI aliases of nova.conf",
    loadBalancerFlavors: "Octavia flavors",
    cniTypes: "CNI plugin types that the tables do not know",
    bindings: "KubeVirt network binding plugins",
    deviceClasses: "DeviceClasses of dynamic resource allocation",
};

const classification = (key: ClassificationKey): PropertySchema => ({
    type: "object",
    default: {},
    additionalProperties: { type: "string", enum: [...TECHNIQUES.filter((word) => word !== "unknown"), "none"] },
    description:
        `Name or glob to technique, for ${CLASSIFIED_WHAT[key]}. ` +
        "`none` is for what is no network or accelerator device at all.",
});

/**
 * The config of `paravirtual-io`, within what CrossGuard allows in a schema. The engine refuses what breaks it before
 * the pack is asked; what it lets through is checked again by `readConfig`.
 */
export const configSchema: PolicyConfigSchema = {
    properties: {
        exceptions: {
            type: "array",
            items: { type: "object" },
            description: "The register, inline: entries as register.schema.json describes them.",
        },
        registerFile: {
            type: "string",
            minLength: 1,
            description:
                "The register as a file, relative to the pack's folder. Default: exceptions.yaml there, if any.",
        },
        requireRegister: {
            type: "boolean",
            default: false,
            description: "True: an exception ID without a register to check it against is a violation.",
        },
        exceptionIdPattern: {
            type: "string",
            minLength: 1,
            description: "The operator's own form of exception IDs: a regular expression that RE2 can read.",
        },
        expiryWarningDays: {
            type: "integer",
            minimum: 0,
            maximum: 3650,
            default: 60,
            description: "Days before an exception's expiry from which an advisory says so.",
        },
        forecastDate: {
            type: "string",
            pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            description: "Judge as of this later day (YYYY-MM-DD). Results are marked as a forecast.",
        },
        unverifiable: level("advisory", "Level of what names a thing outside the stack that config does not classify."),
        emulated: level("advisory", "Level of emulated NIC models."),
        offers: level("mandatory", "Level of resources that offer a device to others without an exception ID."),
        approvedAccelerators: {
            type: "array",
            default: [],
            items: { type: "string", minLength: 1 },
            description: "Device resources (globs) that need no exception, such as nvidia.com/gpu.",
        },
        publicClouds: {
            type: "boolean",
            default: false,
            description:
                "True: what resources of Azure, Google Cloud and AWS ask for by arguments of their own is judged too.",
        },
        baseline: {
            type: "array",
            items: { type: "object" },
            description:
                "Violations that were there when the rule was switched on (resource, technique): they advise, new ones " +
                "refuse. An expired exception is refused all the same.",
        },
        baselineFile: {
            type: "string",
            minLength: 1,
            description: "The baseline as a file, as virtio-first audit writes it, relative to the pack's folder.",
        },
        ...Object.fromEntries(CLASSIFICATION_KEYS.map((key) => [key, classification(key)])),
    },
};
