import { at, isAbsent, isUnknown, keysOf, text, type Value } from "../value";
import { type DeviceAnnotation, deviceAnnotation, preparingAnnotations } from "./annotations";
import { deviceResource } from "./device-resources";
import type { Findings } from "./findings";
import { noticeHostAccess } from "./host-access";
import { hostPath, isSoftwareDevice } from "./host-paths";
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
        case "nodes":
            return nodeTechniques(word, row.form === "nodes");
    }
}

/** What device nodes in a text stand for; under another number, one that is not plainly software may be anything. */
function nodeTechniques(word: string, numbered: boolean): Techniques[] {
    const paths = word.match(/\/dev\/[^\s:,"'\]}]+/g) ?? [];
    const meanings = paths.map((path) => {
        const meaning = hostPath(path)?.meaning;
        if (meaning !== undefined && meaning !== "host-access") {
            return meaning;
        }
        return numbered && !isSoftwareDevice(path) ? CANNOT_TELL : undefined;
    });
    return [...new Set(meanings.filter((meaning) => meaning !== undefined))];
}

/** What the devices of a CDI list are; one that is not known makes all unknown. */
function cdiTechniques(word: string): Techniques {
    const names = word.split(/[\s,"'[\]]/).filter((name) => name.includes("="));
    const rows = names.map((name) => deviceResource(name.slice(0, name.indexOf("=")).replace(/^-+/, "")));
    const listed = rows.every((row) => row !== undefined && row.device !== "none" && row.device[0] === "accelerator");
    return rows.length > 0 && listed ? ["accelerator"] : CANNOT_TELL;
}
