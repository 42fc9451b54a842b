/** Arguments of `helm template` for the charts of the Kubernetes SDK, old (`helm.v3.Chart`) and new (`helm.v4.Chart`). */

import { join } from "node:path";

import { isMapping } from "./project";
import type { PlainObject, PlainValue } from "./result";
import { SIGNATURE, SIGNATURES } from "./wire";

/** A chart to render. */
export interface ChartRequest {
    readonly arguments: readonly string[];
    readonly namespace: string;
    /** Contents of files that the arguments name by their place in this list, as `{0}`, `{1}`, …. */
    readonly files: readonly string[];
}

/** Options with a value, by the names of the old form. */
const VALUE_OPTIONS: Readonly<Record<string, string>> = {
    ca_file: "--ca-file",
    cert_file: "--cert-file",
    key_file: "--key-file",
    keyring: "--keyring",
    password: "--password",
    repo: "--repo",
    username: "--username",
    version: "--version",
};

/** Options that are on or off, by the names of either form. */
const FLAG_OPTIONS: Readonly<Record<string, string>> = {
    devel: "--devel",
    verify: "--verify",
    dependencyUpdate: "--dependency-update",
    plainHttp: "--plain-http",
};

/** The old form: the JSON text that the SDK sends with `kubernetes:helm:template`. */
export function chartOfInvoke(options: PlainObject): ChartRequest {
    const fetch = isMapping(options["fetch_opts"]) ? options["fetch_opts"] : {};
    const path = word(options["path"]);
    const namespace = word(options["namespace"]) ?? "default";
    const words = ["template", word(options["release_name"]) ?? "release", chartReference(options, fetch, path)];
    words.push("--namespace", namespace, "--values", "{0}");
    if (options["skip_crd_rendering"] !== true) {
        words.push("--include-crds");
    }
    if (options["include_test_hook_resources"] !== true) {
        words.push("--skip-tests");
    }
    for (const version of texts(options["api_versions"])) {
        words.push("--api-versions", version);
    }
    const kubeVersion = word(options["kube_version"]);
    if (kubeVersion !== undefined) {
        words.push("--kube-version", kubeVersion);
    }
    if (path === undefined) {
        words.push(...sourceArguments({ ...fetch, version: options["version"] ?? fetch["version"] ?? "" }));
    }
    return { arguments: words, namespace, files: [JSON.stringify(options["values"] ?? {})] };
}

/** The new form: the arguments of the component. */
export function chartOfComponent(inputs: PlainObject, name: string): ChartRequest {
    const repository = isMapping(inputs["repositoryOpts"]) ? inputs["repositoryOpts"] : {};
    const files: string[] = [];
    const place = (value: PlainValue | undefined): string | undefined => {
        const asset = assetOf(value);
        if (asset?.text !== undefined) {
            files.push(asset.text);
            return `{${files.length - 1}}`;
        }
        return asset?.location ?? word(value);
    };
    const namespace = word(inputs["namespace"]) ?? "";
    const words = ["template", word(inputs["name"]) ?? name, word(inputs["chart"]) ?? "", "--no-hooks"];
    if (namespace !== "") {
        words.push("--namespace", namespace);
    }
    if (inputs["skipCrds"] !== true) {
        words.push("--include-crds");
    }
    for (const file of Array.isArray(inputs["valueYamlFiles"]) ? inputs["valueYamlFiles"] : []) {
        words.push("--values", place(file) ?? "");
    }
    // Later values win, as the component's own do over those of its files.
    files.push(JSON.stringify(inputs["values"] ?? {}));
    words.push("--values", `{${files.length - 1}}`);
    words.push(
        ...sourceArguments({
            ...inputs,
            repo: repository["repo"] ?? "",
            username: repository["username"] ?? "",
            password: repository["password"] ?? "",
            ca_file: place(repository["caFile"]) ?? "",
            cert_file: place(repository["certFile"]) ?? "",
            key_file: place(repository["keyFile"]) ?? "",
            keyring: place(inputs["keyring"]) ?? "",
        }),
    );
    const renderer = isMapping(inputs["postRenderer"]) ? inputs["postRenderer"] : {};
    const command = word(renderer["command"]);
    if (command !== undefined) {
        words.push("--post-renderer", command);
        for (const argument of texts(renderer["args"])) {
            words.push("--post-renderer-args", argument);
        }
    }
    return { arguments: words, namespace, files };
}

function sourceArguments(source: PlainObject): string[] {
    const values = Object.entries(VALUE_OPTIONS).flatMap(([key, option]) => {
        const value = word(source[key]);
        return value === undefined ? [] : [option, value];
    });
    return [...values, ...Object.entries(FLAG_OPTIONS).flatMap(([key, flag]) => (source[key] === true ? [flag] : []))];
}

/** A local folder; a chart of a named repository; or the chart as it is written, with a URL or an OCI reference. */
function chartReference(options: PlainObject, fetch: PlainObject, path: string | undefined): string {
    const chart = word(options["chart"]) ?? "";
    if (path !== undefined) {
        return join(path, chart);
    }
    const repository = word(options["repo"])?.replace(/\/$/, "");
    const known = word(fetch["repo"]) !== undefined || chart.startsWith("oci://");
    return repository === undefined || known || chart.startsWith(`${repository}/`) ? chart : `${repository}/${chart}`;
}

/** A text, or where a file or document is. */
function assetOf(value: PlainValue | undefined): { readonly text?: string; readonly location?: string } | undefined {
    if (!isMapping(value) || value[SIGNATURE] !== SIGNATURES.asset) {
        return undefined;
    }
    const location = word(value["path"]) ?? word(value["uri"]);
    return location === undefined ? { text: word(value["text"]) ?? "" } : { location };
}

function word(value: PlainValue | undefined): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

function texts(value: PlainValue | undefined): string[] {
    return Array.isArray(value) ? value.filter((member) => typeof member === "string") : [];
}
