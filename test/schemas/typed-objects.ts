import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Manifest } from "./rendered";

/** Where a package declares the type of a kind. */
export interface DeclaredType {
    readonly module: string;
    readonly type: string;
}

/**
 * Holds objects against the types that a package generates from an API's OpenAPI description: a key that the API does
 * not have, one that it needs, and a value of another type are each a line.
 *
 * @param folder The folder in which the package is installed.
 * @param typeOf The type of an object's kind.
 */
export function typeFaults(
    folder: string,
    manifests: readonly Manifest[],
    typeOf: (manifest: Manifest) => DeclaredType,
): readonly string[] {
    const file = join(folder, "objects.mts");
    const lines = manifests.map((manifest) => {
        const { module, type } = typeOf(manifest);
        return `export const object: import(${JSON.stringify(module)}).${type} = ${JSON.stringify(manifest)};`;
    });
    const files = lines.map((line, index) => {
        const path = file.replace("objects", `object-${index}`);
        writeFileSync(path, line);
        return path;
    });
    const program = ts.createProgram(files, {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        types: [],
    });
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
        const manifest = manifests[files.indexOf(diagnostic.file?.fileName ?? "")];
        const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
        return `${manifest === undefined ? "" : `${manifest.kind} ${manifest.metadata.name}: `}${text}`;
    });
}
