import { resolve } from "node:path";
import type { Technique } from "../techniques/technique";
import { exceptionIdFault } from "./exception-id";
import { faultLine, type RegisterState } from "./entry";
import { refusalSentence } from "./refusal-text";
import type { RegisterOptions } from "./register";
import { readRegisterFile } from "./register-file";
import { indexOf } from "./register-index";
import { timeRefusal } from "./verdict";

/**
 * Why a component must not rest on an exception, in the policy pack's own words, or `undefined` if nothing speaks
 * against it. Only the ID, the technique and the days are judged: where the exception holds is the policy pack's to
 * decide, which never trusts this one. A faulty register refuses.
 *
 * @param id The exception ID that the component was given.
 * @param technique The technique that it was given for.
 * @param state The register, as read.
 * @param now The clock.
 */
export function refusalFor(id: string, technique: Technique, state: RegisterState, now: Date): string | undefined {
    const fault = exceptionIdFault(id);
    switch (state.state) {
        case "none":
            return fault === undefined ? undefined : refusalSentence({ reason: "malformed", index: 0, fault });
        case "faulty":
            return `${refusalSentence({ reason: "register-faulty", id })} ${state.faults.map(faultLine).join(" ")}`;
        case "ready": {
            const [found] = indexOf(state.register).withId(id);
            if (found === undefined) {
                return fault === undefined
                    ? refusalSentence({ reason: "not-in-register", id })
                    : refusalSentence({ reason: "malformed", index: 0, fault });
            }
            const { entry } = found;
            if (!(entry.techniques as readonly Technique[]).includes(technique)) {
                return refusalSentence({ reason: "other-technique", id, entry, asked: [technique] });
            }
            const refusal = timeRefusal(entry, now);
            return refusal === undefined ? undefined : refusalSentence(refusal);
        }
    }
}

/**
 * A register that components ask, so that an exception that is unknown, expired or for another technique is refused
 * before anything is registered:
 *
 * ```ts
 * const register = new virtioFirst.ExceptionRegister("exceptions.yaml");
 * ```
 */
export class ExceptionRegister {
    /** The register's absolute path. */
    readonly path: string;
    private read: RegisterState | undefined;

    /**
     * @param path The register's file; a relative path starts at the working directory, which is the program's. It is
     * read when it is first asked.
     * @param options The operator's own form of exception IDs, if it has one.
     */
    constructor(
        path: string,
        private readonly options: RegisterOptions = {},
    ) {
        this.path = resolve(path);
    }

    /** The register as read; `faulty` if the file is missing or wrong. */
    get state(): RegisterState {
        this.read ??= readRegisterFile(this.path, this.options);
        return this.read;
    }

    /**
     * Why a component must not rest on an exception, or `undefined`. See {@link refusalFor}.
     *
     * @param now The clock. Default: the system's.
     */
    refusalFor(id: string, technique: Technique, now: Date = new Date()): string | undefined {
        return refusalFor(id, technique, this.state, now);
    }
}
