/**
 * Names of results and outputs that only a provider knows, read from the type declarations that every generated SDK
 * ships. Without them a result that cannot be answered would look empty instead of unknown, and what a program takes
 * from it would silently be missing from the resources that it makes.
 */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { isFile } from "./project";
import { readText } from "./yaml-file";

/** Reads declarations of the packages that a program has installed. */
export class DeclaredShapes {
    private readonly resolveFrom: NodeJS.Require;
    private readonly folders = new Map<string, string | undefined>();

    public constructor(programDir: string) {
        this.resolveFrom = createRequire(join(programDir, "package.json"));
    }

    /** The result's properties of a function such as `openstack:images/getImage:getImage`, or undefined. */
    public resultNames(token: string): string[] | undefined {
        const text = this.declarations(token);
        const body = text === undefined ? undefined : /export interface \w+Result \{\n([\s\S]*?)\n\}/.exec(text)?.[1];
        return body === undefined ? undefined : propertyNames(body);
    }

    /** The outputs of a resource type such as `openstack:networking/port:Port`, or undefined. */
    public outputNames(type: string): string[] | undefined {
        const text = this.declarations(type);
        if (text === undefined && type.startsWith("kubernetes:")) {
            // No SDK declares what others' custom resources hold; these parts are usual.
            return ["apiVersion", "kind", "metadata", "spec", "status"];
        }
        const body =
            text === undefined ? undefined : /export declare class \w+ extends [^{]+\{\n([\s\S]*?)\n\}/.exec(text)?.[1];
        const outputs = body?.split("\n").filter((line) => line.includes("pulumi.Output<"));
        return outputs === undefined ? undefined : propertyNames(outputs.join("\n"));
    }

    private declarations(token: string): string | undefined {
        const [packageName = "", module = "", name = ""] = token.split(":");
        const folder = this.packageFolder(packageName);
        if (folder === undefined || name === "") {
            return undefined;
        }
        const file = name.charAt(0).toLowerCase() + name.slice(1);
        const parts = module.split("/");
        if (parts[parts.length - 1]?.toLowerCase() === name.toLowerCase()) {
            parts.pop();
        }
        const path = join(folder, ...parts.filter((part) => part !== "index"), `${file}.d.ts`);
        return isFile(path) ? readText(path) : undefined;
    }

    private packageFolder(packageName: string): string | undefined {
        if (!this.folders.has(packageName)) {
            const found = [
                `@pulumi/${packageName}`,
                `@pulumiverse/${packageName}`,
                `pulumi-${packageName}`,
                packageName,
            ]
                .map((name) => {
                    try {
                        return dirname(this.resolveFrom.resolve(`${name}/package.json`));
                    } catch {
                        return undefined;
                    }
                })
                .find((folder) => folder !== undefined);
            // Some packages keep their compiled files, and the declarations beside them, in bin.
            const compiled = found === undefined ? undefined : join(found, "bin");
            const index = compiled !== undefined && isFile(join(compiled, "index.d.ts"));
            this.folders.set(packageName, index ? compiled : found);
        }
        return this.folders.get(packageName);
    }
}

function propertyNames(body: string): string[] {
    return [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
