import assert from "node:assert/strict";
import { join } from "node:path";

import { entryFile, needsTypeScript, runtimeForm } from "../../preview/entry";
import { PreviewFault } from "../../preview/fault";
import { loadProject } from "../../preview/project";
import { chooseStack } from "../../preview/stack";
import { loadConfig } from "../../preview/stack-config";
import { folder, removeWritten } from "./support";

const PULUMI = "name: shop\nruntime: nodejs\n";

function project(files: Readonly<Record<string, string>>): string {
    return folder({ "Pulumi.yaml": PULUMI, ...files }, false);
}

function refuses(action: () => unknown, reason: RegExp): void {
    assert.throws(
        action,
        (error) => error instanceof PreviewFault && error.exitCode === 2 && reason.test(error.message),
    );
}

describe("the file that a project runs", () => {
    after(removeWritten);

    const runs = (files: Readonly<Record<string, string>>, below: string = ""): string => {
        const dir = project(files);
        return entryFile(loadProject(join(dir, below))).slice(dir.length + 1);
    };
    const manifest = (content: unknown): string => JSON.stringify(content);

    it("is the package's main", () => {
        assert.equal(
            runs({ "package.json": manifest({ main: "lib/start.js" }), "lib/start.js": "", "index.js": "" }),
            "lib/start.js",
        );
        assert.equal(runs({ "package.json": manifest({ main: "lib" }), "lib/index.js": "" }), "lib/index.js");
    });

    it("is what the package exports, before its main", () => {
        for (const exports of [
            "./a.js",
            { ".": "./a.js" },
            { ".": { default: "./a.js" } },
            { ".": { require: "./a.js" } },
        ]) {
            assert.equal(runs({ "package.json": manifest({ exports, main: "b.js" }), "a.js": "", "b.js": "" }), "a.js");
        }
    });

    it("is the folder's index where the package says nothing, or names what is not there", () => {
        assert.equal(runs({ "package.json": "{}", "index.js": "", "index.ts": "" }), "index.js");
        assert.equal(runs({ "package.json": manifest({ main: "gone.js" }), "index.ts": "" }), "index.ts");
        assert.equal(runs({ "package.json": "no json", "index.mjs": "" }), "index.mjs");
    });

    it("is what main in Pulumi.yaml names: a file as it is, a folder by the package in or above it", () => {
        const main = (text: string): string => `${PULUMI}main: ${text}\n`;
        assert.equal(runs({ "Pulumi.yaml": main("infra/up.ts"), "infra/up.ts": "" }), "infra/up.ts");
        assert.equal(
            runs({
                "Pulumi.yaml": main("infra"),
                "infra/package.json": manifest({ main: "go.js" }),
                "infra/go.js": "",
            }),
            "infra/go.js",
        );
        // Without a package of its own the folder runs the root's entry: a trap that the result shows.
        assert.equal(
            runs({
                "Pulumi.yaml": main("infra"),
                "package.json": manifest({ main: "lib.js" }),
                "lib.js": "",
                "infra/index.ts": "",
            }),
            "lib.js",
        );
    });

    it("is found from a folder below the project's", () => {
        assert.equal(runs({ "index.js": "", "deep/er/x": "" }, "deep/er"), "index.js");
    });

    it("runs in the folder that main names", () => {
        const dir = project({ "Pulumi.yaml": `${PULUMI}main: infra/\n`, "infra/index.ts": "" });
        assert.deepEqual([loadProject(dir).programDir, loadProject(dir).entryPoint], [join(dir, "infra"), "."]);
    });
});

describe("the form that a project runs in", () => {
    after(removeWritten);

    it("is compiled for JavaScript, else transpiled, or checked where that is asked for", () => {
        assert.equal(runtimeForm("a.js", true, true), "compiled");
        assert.equal(runtimeForm("a.ts", true, false), "transpiled");
        assert.equal(runtimeForm("a.mts", true, true), "type-checked");
        assert.equal(runtimeForm("a.ts", false, true), "compiled");
    });

    it("needs the TypeScript compiler only where there is something to compile", () => {
        const needs = (files: Readonly<Record<string, string>>, entry: string): boolean =>
            needsTypeScript(join(folder(files, false), entry));
        assert.equal(needs({ "bin/index.js": "", "bin/index.d.ts": "", "index.ts": "" }, "bin/index.js"), false);
        assert.equal(needs({ "index.js": "", "index.ts": "", "lib/a.ts": "", "lib/a.js": "" }, "index.js"), false);
        assert.equal(needs({ "index.js": "", "lib/a.ts": "" }, "index.js"), true);
        assert.equal(needs({ "index.js": "", "node_modules/x/a.ts": "", ".cache/a.ts": "" }, "index.js"), false);
        assert.equal(needs({ "index.ts": "" }, "index.ts"), true);
    });

    it("takes options for Node.js and TypeScript from the project", () => {
        const { runtime } = loadProject(
            project({
                "Pulumi.yaml":
                    "name: a\nruntime:\n  name: nodejs\n  options: {typescript: false, nodeargs: \"--a 'b c' -d\", tsconfig: my.json}\n",
            }),
        );
        assert.deepEqual(runtime, { typescript: false, tsconfig: "my.json", nodeArguments: ["--a", "b c", "-d"] });
    });
});

describe("the stack that is previewed", () => {
    after(removeWritten);

    const choose = (files: Readonly<Record<string, string>>, asked?: string): string => {
        const { organization, name, file } = chooseStack(loadProject(project(files)), asked);
        return `${organization}/${name}${file === undefined ? "" : " with a file"}`;
    };

    it("is the one asked for, with or without organization and project", () => {
        const files = { "Pulumi.dev.yaml": "", "Pulumi.prod.yml": "" };
        assert.equal(choose(files, "prod"), "organization/prod with a file");
        assert.equal(choose(files, "acme/dev"), "acme/dev with a file");
        assert.equal(choose(files, "acme/shop/dev"), "acme/dev with a file");
    });

    it("is the only one that there is", () => {
        assert.equal(choose({ "Pulumi.prod.yaml": "" }), "organization/prod with a file");
    });

    it("is dev where there is none yet", () => {
        assert.equal(choose({}), "organization/dev");
        assert.equal(choose({}, "dev"), "organization/dev");
    });

    it("is looked for where Pulumi.yaml says that stack files are", () => {
        assert.equal(
            choose({ "Pulumi.yaml": `${PULUMI}stackConfigDir: stacks\n`, "stacks/Pulumi.x.yaml": "" }, "x"),
            "organization/x with a file",
        );
        assert.equal(
            choose({ "Pulumi.yaml": `${PULUMI}config: stacks\n`, "stacks/Pulumi.x.yaml": "" }, "x"),
            "organization/x with a file",
        );
    });

    it("is refused where it is not there, is of another project, or has no name that a stack can have", () => {
        refuses(() => choose({}, "prod"), /There is no stack prod.*no stack file at all/);
        refuses(() => choose({ "Pulumi.dev.yaml": "" }, "acme/bakery/dev"), /project bakery; this project is shop/);
        refuses(() => choose({}, "a b"), /no stack name/);
        refuses(() => choose({}, "a/b/c/d"), /no stack name/);
    });
});

describe("the configuration of a stack", () => {
    after(removeWritten);

    interface Sources {
        readonly project?: string;
        readonly stack?: string;
        readonly given?: Readonly<Record<string, string>>;
        readonly environment?: NodeJS.ProcessEnv;
    }
    const load = ({
        project: config = "",
        stack = "{}",
        given = {},
        environment = {},
    }: Sources): Record<string, string> => {
        const dir = project({ "Pulumi.yaml": `${PULUMI}${config}`, "Pulumi.dev.yaml": stack });
        const loaded = loadProject(dir);
        const values = loadConfig(loaded, chooseStack(loaded, "dev"), given, environment);
        return Object.fromEntries(
            [...values].map(([key, { text, secret }]) => [key, secret ? `${text} (secret)` : text]),
        );
    };

    it("is text for the program: objects and lists as JSON, keys with their namespace", () => {
        assert.deepEqual(
            load({
                stack: "config:\n  size: 3\n  shop:on: true\n  aws:region: west\n  old:config:key: v\n  shop:list: [1, {a: b}]\n  shop:none:\n",
            }),
            {
                "shop:size": "3",
                "shop:on": "true",
                "aws:region": "west",
                "old:key": "v",
                "shop:list": '[1,{"a":"b"}]',
                "shop:none": "null",
            },
        );
    });

    it("takes what the stack does not say from the project, in either form", () => {
        assert.deepEqual(
            load({
                project:
                    "config:\n  size: 3\n  on: {type: boolean, default: false}\n  aws:region: {value: north}\n  aws:zone: a\n  key: {secret: true, default: k}\n  taken: x\n",
                stack: "config:\n  shop:taken: y\n",
            }),
            {
                "shop:taken": "y",
                "shop:size": "3",
                "shop:on": "false",
                "aws:region": "north",
                "aws:zone": "a",
                "shop:key": "k (secret)",
            },
        );
    });

    it("takes the caller's values before all others, and keeps secret what is declared so", () => {
        assert.deepEqual(
            load({
                project: "config:\n  token: {type: string, secret: true}\n",
                stack: "config:\n  shop:size: 1\n  shop:old: {secure: abc}\n",
                given: { size: "2", token: "t", "shop:old": "o", "aws:region": "r" },
            }),
            { "shop:size": "2", "shop:old": "o (secret)", "shop:token": "t (secret)", "aws:region": "r" },
        );
    });

    it("is refused where something that the project asks for is missing, or of another type", () => {
        refuses(
            () => load({ project: "config:\n  size: {type: integer}\n" }),
            /lacks configuration.*size.*--config size=VALUE/,
        );
        refuses(
            () => load({ project: "config:\n  size: {type: integer}\n", given: { size: "big" } }),
            /shop:size.*type integer/,
        );
        refuses(
            () =>
                load({
                    project: "config:\n  on: {type: boolean, default: true}\n",
                    stack: "config:\n  shop:on: maybe\n",
                }),
            /shop:on.*type boolean/,
        );
        refuses(
            () => load({ project: "config:\n  l: {type: array, items: {type: string}}\n", given: { l: "{}" } }),
            /shop:l.*type array/,
        );
        refuses(() => load({ project: "config:\n  o: {type: object}\n", given: { o: "[1]" } }), /shop:o.*type object/);
    });

    it("is refused where a secret stands in plain, or a key is none", () => {
        refuses(
            () =>
                load({ project: "config:\n  key: {type: string, secret: true}\n", stack: "config:\n  shop:key: k\n" }),
            /must be secret/,
        );
        refuses(() => load({ given: { "a:b:c": "x" } }), /a:b:c is no configuration key/);
        refuses(() => load({ stack: "config: [1]\n" }), /must be a mapping/);
    });

    it("names every secret that cannot be decrypted, in lists and objects too", () => {
        refuses(
            () => load({ stack: "config:\n  shop:a: {secure: x}\n  aws:b:\n    - {deep: {secure: y}}\n" }),
            /cannot be decrypted.*shop:a, aws:b\..*--config a=VALUE --config aws:b=VALUE/,
        );
    });

    describe("with a passphrase", () => {
        // From the secrets provider's own tests: the word "pulumi" under the passphrase "password".
        const SALT = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";
        const SEALED = "v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";
        const stack = `encryptionsalt: ${SALT}\nconfig:\n  shop:a:\n    secure: ${SEALED}\n  shop:b:\n    - {deep: {secure: ${SEALED}}}\n`;

        it("reads secrets as the engine does", () => {
            const values = { "shop:a": "pulumi (secret)", "shop:b": '[{"deep":"pulumi"}] (secret)' };
            assert.deepEqual(load({ stack, environment: { PULUMI_CONFIG_PASSPHRASE: "password" } }), values);
            const file = join(folder({ phrase: "password\n" }, false), "phrase");
            assert.deepEqual(load({ stack, environment: { PULUMI_CONFIG_PASSPHRASE_FILE: file } }), values);
        });

        it("says so where the passphrase is wrong, a value is damaged, or there is none", () => {
            refuses(
                () => load({ stack, environment: { PULUMI_CONFIG_PASSPHRASE: "guess" } }),
                /PULUMI_CONFIG_PASSPHRASE does not open/,
            );
            refuses(
                () =>
                    load({
                        stack: stack.replace(`secure: ${SEALED}\n`, "secure: v1:abc:def\n"),
                        environment: { PULUMI_CONFIG_PASSPHRASE: "password" },
                    }),
                /shop:a .*is damaged/,
            );
            refuses(() => load({ stack }), /or set PULUMI_CONFIG_PASSPHRASE/);
        });
    });
});
