import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { WireObject, WireValue } from "../../preview/wire";
import { output, RunningProvider } from "./support";

/** What these tests read of a property in a package's schema. */
interface Property {
    readonly type?: string;
    readonly $ref?: string;
    readonly items?: Property;
    readonly additionalProperties?: Property;
}
interface Described {
    readonly properties: Readonly<Record<string, Property>>;
    readonly required?: readonly string[];
}
interface Schema {
    readonly resources: Readonly<
        Record<
            string,
            Described & {
                readonly inputProperties: Readonly<Record<string, Property>>;
                readonly requiredInputs?: readonly string[];
            }
        >
    >;
    readonly types: Readonly<Record<string, Described>>;
}
/** A resource of a program: its name, the component's class, and its arguments by the schema's names. */
interface Declared {
    readonly name: string;
    readonly component: string;
    readonly properties: WireObject;
}

const root = join(__dirname, "..", "..");
const schema = JSON.parse(readFileSync(join(root, "provider", "schema.json"), "utf8")) as Schema;
const program = (...path: string[]): string => readFileSync(join(root, "examples", ...path), "utf8");

/** A value that another resource gives. */
const REFERENCE = /^\$\{(\w+)\.(\w+)(\[\d+\])?\}$/;
const isReference = (value: unknown): boolean => typeof value === "string" && REFERENCE.test(value);

/** Where a value breaks what the schema says of it. */
function faults(path: string, value: unknown, property: Property | undefined): string[] {
    if (property === undefined) {
        return [`${path}: no such property`];
    }
    if (isReference(value) || property.$ref === "pulumi.json#/Any") {
        return [];
    }
    if (property.$ref !== undefined) {
        const type = schema.types[decodeURIComponent(property.$ref.replace("#/types/", ""))];
        return type === undefined
            ? [`${path}: no such type`]
            : objectFaults(path, value, type.properties, type.required);
    }
    if (property.type === "array") {
        return Array.isArray(value)
            ? value.flatMap((item, index) => faults(`${path}[${index}]`, item, property.items))
            : [`${path}: no list`];
    }
    if (property.type === "object") {
        return typeof value === "object" && value !== null
            ? Object.entries(value).flatMap(([key, item]) =>
                  faults(`${path}.${key}`, item, property.additionalProperties),
              )
            : [`${path}: no object`];
    }
    return typeof value === property.type ? [] : [`${path}: no ${property.type}`];
}

function objectFaults(
    path: string,
    value: unknown,
    properties: Readonly<Record<string, Property>>,
    required: readonly string[] = [],
): string[] {
    if (typeof value !== "object" || value === null) {
        return [`${path}: no object`];
    }
    return [
        ...required.filter((key) => !(key in value)).map((key) => `${path}: lacks ${key}`),
        ...Object.entries(value).flatMap(([key, item]) => faults(`${path}.${key}`, item, properties[key])),
    ];
}

function declaredFaults({ name, component, properties }: Declared): string[] {
    const resource = schema.resources[`virtio-first:index:${component}`];
    return resource === undefined
        ? [`${name}: no such component`]
        : objectFaults(name, properties, resource.inputProperties, resource.requiredInputs);
}

/** The value as the engine gives it at preview: what another resource gives is not known yet. */
function atPreview(value: WireValue): WireValue {
    if (isReference(value)) {
        return output(undefined);
    }
    if (Array.isArray(value)) {
        return value.map(atPreview);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries<WireValue>(Object.entries(value).map(([key, item]) => [key, atPreview(item)]))
        : value;
}

interface YamlProgram {
    readonly packages: Readonly<Record<string, string>>;
    readonly resources: Readonly<Record<string, { readonly type: string; readonly properties?: WireObject }>>;
    readonly outputs: Readonly<Record<string, string>>;
}

function inYaml(): Declared[] {
    const { resources } = parse(program("yaml", "Pulumi.yaml")) as YamlProgram;
    return Object.entries(resources).flatMap(([name, { type, properties = {} }]) => {
        const [, component] = /^virtio-first:(?:index:)?(\w+)$/.exec(type) ?? [];
        return component === undefined ? [] : [{ name, component, properties }];
    });
}

/** Reads the components of a Python program, each call as an object, and names of Python as those of the schema. */
const PYTHON_READER = `
import ast, json, re, sys
camel = lambda text: re.sub(r"_(\\w)", lambda part: part.group(1).upper(), text)
ours = lambda node: isinstance(node, ast.Call) and ast.unparse(node.func).startswith("virtio_first.")
def plain(node):
    if ours(node): return {camel(word.arg): plain(word.value) for word in node.keywords}
    if isinstance(node, ast.Dict): return {key.value: plain(item) for key, item in zip(node.keys, node.values)}
    if isinstance(node, ast.List): return [plain(item) for item in node.elts]
    if isinstance(node, ast.Constant): return node.value
    return "\${" + camel(ast.unparse(node)) + "}"
text = sys.stdin.read()
compile(text, "__main__.py", "exec")
calls = [node for node in ast.walk(ast.parse(text)) if ours(node) and node.args]
print(json.dumps([{"name": call.args[0].value, "component": call.func.attr, "properties": plain(call)} for call in calls]))
`;

const python = spawnSync("python3", ["-c", "import ast; ast.unparse"]).status === 0;

function inPython(): Declared[] {
    const run = spawnSync("python3", ["-c", PYTHON_READER], {
        input: program("python", "__main__.py"),
        encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout) as Declared[];
}

describe("the examples in other languages", function () {
    this.timeout(60_000);

    /** Has the provider make what a program declares, and tells the markers that come of it. */
    async function made(declared: readonly Declared[]): Promise<Record<string, unknown>> {
        const provider = await RunningProvider.start();
        try {
            for (const { name, component, properties } of declared) {
                await provider.construct(component, name, atPreview(properties) as WireObject);
            }
            const port = (name: string): unknown =>
                provider.registered.get(`openstack:networking/port:Port::${name}`)?.inputs["tags"];
            return {
                oam: port("gateway-oam"),
                fast: port("gateway-fast"),
                pod: provider.registered.has("kubernetes:core/v1:Pod::probe"),
            };
        } finally {
            provider.stop();
        }
    }
    const expected = { oam: undefined, fast: ["virtio-first:exception-id=EXC-2026-014"], pod: true };

    it("yaml: fits the schema, and the provider makes it", async () => {
        const declared = inYaml();
        assert.equal(declared.length, 3);
        assert.deepEqual(declared.flatMap(declaredFaults), []);
        assert.deepEqual(await made(declared), expected);
    });

    it("yaml: what is taken from a component is an output of it", () => {
        const text = program("yaml", "Pulumi.yaml");
        const components = new Map(inYaml().map(({ name, component }) => [name, component]));
        const taken = [...text.matchAll(/\$\{(\w+)\.(\w+)/g)].filter(([, name]) => components.has(name ?? ""));
        assert.equal(taken.length, 3);
        for (const [, name = "", key = ""] of taken) {
            const outputs = schema.resources[`virtio-first:index:${components.get(name)}`]?.properties;
            assert.ok(outputs && key in outputs, `${name}.${key}`);
        }
    });

    it(`python: fits the schema, and the provider makes it${python ? "" : " (skipped: no python3)"}`, async function () {
        if (!python) {
            this.skip();
        }
        const declared = inPython();
        assert.equal(declared.length, 3);
        assert.deepEqual(declared.flatMap(declaredFaults), []);
        assert.deepEqual(await made(declared), expected);
    });

    it("each names the package by the folder of its manifest", () => {
        for (const example of ["yaml", "python"]) {
            const { packages } = parse(program(example, "Pulumi.yaml")) as YamlProgram;
            const manifest = join(root, "examples", example, packages["virtio-first"] ?? "", "PulumiPlugin.yaml");
            assert.equal(readFileSync(manifest, "utf8"), "runtime: nodejs\n");
        }
    });
});
