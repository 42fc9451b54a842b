import { ExceptionRegister } from "../exceptions/component-register";
import type { Technique } from "../techniques/technique";

/** What the components go by beside their arguments: a register to ask, and the operator's own form of IDs. */
interface Surroundings {
    readonly register: ExceptionRegister | undefined;
    readonly pattern: RegExp | undefined;
}

let given: ExceptionRegister | undefined;
let configured: { readonly key: string; readonly surroundings: Surroundings } | undefined;

/**
 * Makes all components of this program ask a register, so that an exception that is unknown, expired or for another
 * technique is refused before anything is registered. Stack config `virtio-first:register` (a path, relative to the
 * program) does the same without a line of code. Either is a help to the author of the stack: the policy pack decides by
 * its own register and trusts neither.
 *
 * ```ts
 * virtioFirst.useRegister(new virtioFirst.ExceptionRegister("exceptions.yaml"));
 * ```
 *
 * @param register The register; `undefined` to ask none.
 */
export function useRegister(register: ExceptionRegister | undefined): void {
    given = register;
}

/**
 * The operator's own form of exception IDs, from stack config `virtio-first:exceptionIdPattern`; `undefined` for the form
 * that holds otherwise.
 *
 * @throws Error for a pattern that is no regular expression.
 */
export function exceptionIdPattern(): RegExp | undefined {
    return surroundings().pattern;
}

/** Why the register does not let a component rest on an exception, or `undefined`; also where there is no register. */
export function registerRefusal(id: string, technique: Technique): string | undefined {
    return (given ?? surroundings().register)?.refusalFor(id, technique);
}

function surroundings(): Surroundings {
    // Required here: importing the package loads no SDK before a component is made.
    const pulumi = require("@pulumi/pulumi") as typeof import("@pulumi/pulumi");
    const config = new pulumi.Config("virtio-first");
    const path = config.get("register");
    const source = config.get("exceptionIdPattern");
    const key = JSON.stringify([path, source]);
    if (configured?.key !== key) {
        const pattern = source === undefined ? undefined : patternOf(source);
        const options = pattern === undefined ? {} : { pattern };
        const register = path === undefined ? undefined : new ExceptionRegister(path, options);
        configured = { key, surroundings: { register, pattern } };
    }
    return configured.surroundings;
}

function patternOf(source: string): RegExp {
    try {
        return new RegExp(source);
    } catch {
        throw new Error(
            "Config virtio-first:exceptionIdPattern is no regular expression. Correct it, or leave it out.",
        );
    }
}
