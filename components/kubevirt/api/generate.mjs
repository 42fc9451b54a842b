// Writes the types of this folder from KubeVirt's OpenAPI description (api/openapi-spec/swagger.json of its repository):
//
//     node components/kubevirt/api/generate.mjs swagger.json v1.9.0
//
// They are exact: every field of the API, none that it does not have. Kubernetes' own types come from its SDK.
// Left out is what the components take in a form of their own: interfaces, networks, host devices, GPUs and claims.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [, , source, version] = process.argv;
const definitions = JSON.parse(readFileSync(source, "utf8")).definitions;

/** What each file holds: the definitions from which it starts. A file may use those before it. */
const files = [
    {
        file: "volumes.ts",
        about: "Volumes of a virtual machine, and the data volumes behind them.",
        roots: ["v1.Volume", "v1.DataVolumeTemplateSpec", "v1.UtilityVolume"],
    },
    { file: "devices.ts", about: "Devices of a virtual machine: disks, consoles and the like.", roots: ["v1.Devices"] },
    {
        file: "domain.ts",
        about: "The domain of a virtual machine: CPU, memory, firmware, features.",
        roots: ["v1.DomainSpec"],
    },
    {
        file: "machine.ts",
        about: "A virtual machine and the template of its instances.",
        roots: ["v1.VirtualMachineSpec"],
    },
    {
        file: "instancetype.ts",
        about: "Instance types and preferences.",
        roots: ["v1beta1.VirtualMachineInstancetypeSpec", "v1beta1.VirtualMachinePreferenceSpec"],
    },
];

/** Fields that the components take in a form of their own. */
const leftOut = {
    "v1.Devices": ["interfaces", "gpus", "hostDevices"],
    "v1.VirtualMachineInstanceSpec": ["networks", "resourceClaims"],
    "v1.VirtualMachineSpec": ["instancetype", "preference"],
    "v1.DataVolumeTemplateSpec": ["status"],
    "v1beta1.VirtualMachineInstancetypeSpec": ["gpus", "hostDevices"],
    "v1beta1.DevicePreferences": ["preferredInterfaceModel"],
};

const KUBERNETES = "k8s.types.input";

function nameOf(definition) {
    return definition.slice(definition.indexOf(".") + 1);
}

/** The TypeScript type of a reference. */
function reference(definition) {
    if (definition.endsWith("api.resource.Quantity")) return "string";
    if (definition.endsWith("intstr.IntOrString")) return "string | number";
    if (definition.endsWith("meta.v1.Time")) return "string";
    const kubernetes = /^k8s\.io\.(?:apimachinery\.pkg\.apis|api)\.(core|meta)\.v1\.(\w+)$/.exec(definition);
    return kubernetes === null ? nameOf(definition) : `${KUBERNETES}.${kubernetes[1]}.v1.${kubernetes[2]}`;
}

function typeOf(schema) {
    if (schema.$ref !== undefined) return reference(schema.$ref.split("/").pop());
    if (schema.type === "array") return `pulumi.Input<${typeOf(schema.items)}>[]`;
    if (schema.type === "integer" || schema.type === "number") return "number";
    if (schema.type === "boolean") return "boolean";
    if (schema.type === "string") return "string";
    if (schema.additionalProperties !== undefined)
        return `Record<string, pulumi.Input<${typeOf(schema.additionalProperties)}>>`;
    return "Record<string, unknown>";
}

function fieldsOf(definition) {
    const { properties = {} } = definitions[definition];
    return Object.entries(properties).filter(([field]) => !(leftOut[definition] ?? []).includes(field));
}

function own(definition) {
    return !definition.startsWith("k8s.io.") && definitions[definition] !== undefined;
}

/** The definitions that a root needs, itself last. */
function closure(root, seen) {
    if (seen.has(root)) return [];
    seen.add(root);
    const needed = fieldsOf(root).flatMap(([, schema]) =>
        [...JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name),
    );
    return [...needed.filter(own).flatMap((name) => closure(name, seen)), root];
}

function written(definition) {
    const required = definitions[definition].required ?? [];
    const fields = fieldsOf(definition).map(([field, schema]) => {
        const key = /^\w+$/.test(field) ? field : JSON.stringify(field);
        return `    readonly ${key}${required.includes(field) ? "" : "?"}: pulumi.Input<${typeOf(schema)}>;`;
    });
    const body =
        fields.length === 0
            ? `export type ${nameOf(definition)} = Record<string, never>;`
            : `export interface ${nameOf(definition)} {\n${fields.join("\n")}\n}`;
    return `/** KubeVirt's \`${definition}\`. */\n${body}\n`;
}

const seen = new Set();
const homes = new Map();
for (const { file, about, roots } of files) {
    const held = roots.flatMap((root) => closure(root, seen));
    const text = held.map(written).join("\n");
    const imports = new Map();
    for (const [name, home] of homes) {
        if (new RegExp(`\\b${name}\\b`).test(text.replace(/\/\*\*.*?\*\/|pulumi\.Input/g, ""))) {
            imports.set(home, [...(imports.get(home) ?? []), name]);
        }
    }
    held.forEach((definition) => homes.set(nameOf(definition), file));
    const head = [
        `/**\n * ${about}\n *\n * Generated by \`generate.mjs\` from the OpenAPI description of KubeVirt ${version}: do not edit.\n */`,
        ...(text.includes(KUBERNETES) ? ['import type * as k8s from "@pulumi/kubernetes";'] : []),
        ...(text.includes("pulumi.") ? ['import type * as pulumi from "@pulumi/pulumi";'] : []),
        ...[...imports].map(
            ([home, names]) => `import type { ${names.sort().join(", ")} } from "./${home.replace(/\.ts$/, "")}";`,
        ),
    ];
    writeFileSync(join(dirname(fileURLToPath(import.meta.url)), file), `${head.join("\n")}\n\n${text}`);
}
