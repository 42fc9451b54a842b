/** Which stack is previewed, and its file. */

import { readdirSync } from "node:fs";
import { join } from "node:path";

import { usage } from "./fault";
import { isDirectory, isFile, type Project } from "./project";

/** The organization of a stack that names none, as with Pulumi's self-managed backends. */
const DEFAULT_ORGANIZATION = "organization";

/** The stack of a project that has no stack file yet. */
const DEFAULT_STACK = "dev";

/** A stack. */
export interface Stack {
    readonly organization: string;
    readonly name: string;
    /** Its file, or undefined for the default stack of a project without any. */
    readonly file: string | undefined;
}

/**
 * The stack that is asked for, which must have a file; without a question, the only one that there is. A project
 * without any stack file may be previewed as `dev`.
 */
export function chooseStack(project: Project, asked: string | undefined): Stack {
    const there = stackNames(project);
    if (asked === undefined || asked === "") {
        const [only, ...others] = there;
        if (others.length > 0) {
            throw usage(`${project.name} has several stacks (${there.join(", ")}). Choose one with --stack NAME.`);
        }
        return { organization: DEFAULT_ORGANIZATION, name: only ?? DEFAULT_STACK, file: fileOf(project, only) };
    }
    const { organization, name } = parseStack(project, asked);
    const file = fileOf(project, name);
    if (file === undefined && (there.length > 0 || name !== DEFAULT_STACK)) {
        const choice =
            there.length > 0
                ? `There is: ${there.join(", ")}.`
                : `There is no stack file at all; --stack ${DEFAULT_STACK} previews the project without one.`;
        throw usage(
            `There is no stack ${name}: ${join(project.stackDir, `Pulumi.${name}.yaml`)} is not there. ${choice}`,
        );
    }
    return { organization, name, file };
}

function parseStack(project: Project, asked: string): { readonly organization: string; readonly name: string } {
    const parts = asked.split("/");
    const name = parts[parts.length - 1] ?? "";
    const projectName = parts.length === 3 ? parts[1] : undefined;
    if (name === "" || parts.length > 3 || parts.some((part) => !/^[A-Za-z0-9_.-]+$/.test(part))) {
        throw usage(`${asked} is no stack name. Write dev, org/dev or org/project/dev.`);
    }
    if (projectName !== undefined && projectName !== project.name) {
        throw usage(`${asked} is a stack of the project ${projectName}; this project is ${project.name}.`);
    }
    return { organization: parts.length > 1 ? (parts[0] ?? "") : DEFAULT_ORGANIZATION, name };
}

function stackNames(project: Project): string[] {
    if (!isDirectory(project.stackDir)) {
        return [];
    }
    const names = readdirSync(project.stackDir).flatMap((name) => {
        const match = /^Pulumi\.(.+)\.ya?ml$/.exec(name);
        return match?.[1] === undefined ? [] : [match[1]];
    });
    return [...new Set(names)].sort();
}

function fileOf(project: Project, name: string | undefined): string | undefined {
    return [`Pulumi.${name}.yaml`, `Pulumi.${name}.yml`].map((file) => join(project.stackDir, file)).find(isFile);
}
