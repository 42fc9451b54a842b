import { resolve } from "node:path";
import { reportOfPreview } from "../cli/reports/of-preview";
import { WrittenConfigs } from "../cli/written-config";
import { type PreviewLimits, runPreview } from "../preview";
import { type PolicyPackUnderTest, preparePacks } from "./policy-packs";
import { PreviewedStack } from "./previewed-stack";

/** What {@link previewStack} is asked to do. */
export interface PreviewStackOptions {
    /** The project's folder, from the working folder; `Pulumi.yaml` is looked for upwards. Default: `.`. */
    readonly dir?: string;
    /** `dev`, `org/dev` or `org/project/dev`. Default: the only stack that there is a file of, else `dev`. */
    readonly stack?: string;
    /** Config values over the stack's file: `key` or `namespace:key` to value. Default: none. */
    readonly config?: Readonly<Record<string, string>>;
    /** The packs, in order: folders, or folders with their config. Default: the pack of this package; `[]` for none. */
    readonly policyPacks?: readonly (string | PolicyPackUnderTest)[];
    /** True to check the program's types first. Default: false. */
    readonly typeCheck?: boolean;
    /** How long to wait for program and packs, in seconds. */
    readonly limits?: Partial<PreviewLimits>;
    /** Ends the preview early. */
    readonly signal?: AbortSignal;
}

/** The preview could not be started, or could not decide: no test may pass on that. */
export class PreviewStackError extends Error {
    override readonly name = "PreviewStackError";
    constructor(
        message: string,
        /** 2: called wrongly, on a project that is not there. 3: could not decide. */
        readonly exitCode: 2 | 3,
    ) {
        super(message);
    }
}

/**
 * Previews a Pulumi program under policy packs, offline: program and packs run as the engine runs them, each in a
 * process of its own, and outputs that only a cloud could give are unknown, as in a first `pulumi preview`.
 *
 * ```ts
 * import { expectConformant, previewStack } from "pulumi-virtio-first/testing";
 *
 * it("is para-virtualised", async () => {
 *     const stack = await previewStack({ dir: "..", stack: "prod" });
 *     expectConformant(stack);
 * });
 * ```
 *
 * @throws {@link PreviewStackError} if the preview could not be started or could not decide. A program that fails and a
 * stack that is refused are results, and throw nothing.
 */
export async function previewStack(options: PreviewStackOptions = {}): Promise<PreviewedStack> {
    const { dir = ".", policyPacks = [{}], stack, config, limits, signal, typeCheck = false } = options;
    const written = new WrittenConfigs();
    try {
        const packs = preparePacks(policyPacks, written);
        const result = await runPreview({
            dir: resolve(dir),
            policyPacks: packs,
            typeCheck,
            ...(stack !== undefined && { stack }),
            ...(config !== undefined && { config }),
            ...(limits !== undefined && { limits }),
            ...(signal !== undefined && { signal }),
        });
        if (result.exitCode === 2 || result.exitCode === 3) {
            const what = result.exitCode === 2 ? "was not started" : "could not decide";
            throw new PreviewStackError(
                `the preview of ${dir} ${what}: ${result.reason ?? "no reason"}`,
                result.exitCode,
            );
        }
        return new PreviewedStack(reportOfPreview(result, packs, dir), result);
    } finally {
        written.dispose();
    }
}
