import { at, elements, isAbsent, isArray, isUnknown, keysOf, text, type Value } from "../value";
import { type DeviceAnnotation, deviceAnnotation, preparingAnnotations } from "./annotations";
import { deviceResource } from "./device-resources";
import type { Findings } from "./findings";
import { noticeHostAccess } from "./host-access";
import { hostPath, isSoftwareDevice } from "./host-paths";
import { readYaml } from "./manifest-text";
import { pathOf } from "./object";
import { CANNOT_TELL, type Techniques } from "./techniques";

/** Reads the annotations by which a pod is given a device without requesting it. */
export function readDeviceAnnotations(annotations: Value, path: string, found: Findings): void {
    for (const key of keysOf(annotations)) {
        if (preparingAnnotations.has(key)) {
            noticeHostAccess(found, pathOf(path, key), [`annotation ${key}`]);
            continue;
        }
        const row = deviceAnnotation(key);
        const value = row === undefined ? undefined : at(annotations, key);
        if (row === undefined || isAbsent(value) || value === "") {
            continue;
        }
        for (const techniques of annotationTechniques(row, value)) {
            found.attach("asks", pathOf(path, key), techniques, `annotation ${row.key}`);
        }
    }
}

function annotationTechniques(row: DeviceAnnotation, value: Value): Techniques[] {
    const word = text(value);
    if (isUnknown(word) || word === undefined) {
        return [row.form === "presence" && row.onlyIf === undefined ? row.techniques : CANNOT_TELL];
    }
    switch (row.form) {
        case "presence":
            return row.onlyIf === undefined || row.onlyIf.test(word) ? [row.techniques] : [];
        case "cdi":
            return [cdiTechniques(word)];
        case "paths":
            return pathTechniques(word.match(/\/dev\/[^\s:,"'\]}]+/g) ?? []);
        case "nodes":
            return nodeTechniques(word);
    }
}

/** What paths of the host stand for. */
function pathTechniques(paths: readonly string[]): Techniques[] {
    const meanings = paths.map((path) => hostPath(path)?.meaning);
    return [...new Set(meanings.filter((meaning) => meaning !== undefined && meaning !== "host-access"))];
}

/** What a list of device nodes stands for, each `{path, type, major, minor}`; a text that is no such list may be anything. */
function nodeTechniques(word: string): Techniques[] {
    const documents = readYaml(word);
    const nodes = documents.flatMap((document) => (isArray(document) ? elements(document) : [undefined]));
    const meanings = nodes.flatMap((node) => {
        const path = text(at(node, "path"));
        const known = typeof path === "string" ? pathTechniques([path]) : [];
        return known.length > 0 || isSoftwareNode(node) ? known : [CANNOT_TELL];
    });
    return documents.length === 0 ? [CANNOT_TELL] : [...new Set(meanings)];
}

/** What a node of such a list may say. The plugin reads keys in any case; one that is written otherwise is not believed. */
const NODE_KEYS: ReadonlySet<string> = new Set(["path", "type", "major", "minor", "file_mode", "uid", "gid"]);

/** True for a node in software: the plugin makes the node of the numbers that are given, whatever its path. */
function isSoftwareNode(node: Value): boolean {
    const [path, major, minor] = ["path", "major", "minor"].map((key) => text(at(node, key)));
    return (
        typeof path === "string" &&
        keysOf(node).every((key) => NODE_KEYS.has(key)) &&
        isSoftwareDevice(
            path,
            major === undefined && minor === undefined ? undefined : `${String(major)}:${String(minor)}`,
        )
    );
}

/** What the devices of a CDI list are; one that is not known makes all unknown. */
function cdiTechniques(word: string): Techniques {
    const names = word.split(/[\s,"'[\]]/).filter((name) => name.includes("="));
    const rows = names.map((name) => deviceResource(name.slice(0, name.indexOf("=")).replace(/^-+/, "")));
    const listed = rows.every((row) => row !== undefined && row.device !== "none" && row.device[0] === "accelerator");
    return rows.length > 0 && listed ? ["accelerator"] : CANNOT_TELL;
}
