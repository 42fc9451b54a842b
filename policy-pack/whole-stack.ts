import type { JudgedAttachment } from "../exceptions/judged";
import type { Use } from "../exceptions/lifecycle";
import type { StackResource } from "../techniques/stack-resource";
import type { PackConfig } from "./config";
import type { Finding } from "./finding";
import { lifecycleMessages } from "./lifecycle";
import { type PolicyName, rules } from "./rules";
import { type PolicyResourceLike, Session, type SessionEnvironment } from "./session";

/** All that the pack has to say of a stack, with what it decided on the way. */
export interface StackJudgement {
    /** Of all three policies. */
    readonly findings: readonly Finding[];
    /** Every use of an exception. */
    readonly uses: readonly Use[];
    /** Every exception ID that a marker names, granted or not. */
    readonly named: readonly string[];
    /** What was decided on each attachment, by the URN of its resource. */
    readonly judged: ReadonlyMap<string, readonly JudgedAttachment[]>;
    readonly config: PackConfig;
    /** The moment that was judged for. */
    readonly moment: Date;
}

/**
 * Judges a stack as the engine has the pack judge it, without an engine: each resource by its inputs, then all by their
 * outputs, then the life cycle of the exceptions. Loads nothing of Pulumi. Never throws.
 *
 * @param resources All resources of the stack.
 * @param raw The config of `paravirtual-io`.
 */
export function judgeWholeStack(
    resources: readonly StackResource[],
    raw: Readonly<Record<string, unknown>>,
    environment: SessionEnvironment,
): StackJudgement {
    const session = new Session(environment);
    session.configure(raw);
    const alone: Finding[] = [];
    const outputs = resources.map((resource) => {
        const like = likeOf(resource);
        if (!resource.read) {
            alone.push(...session.judgeResource({ ...like, props: resource.inputs }));
        }
        return like;
    });
    const { findings, uses, named, judged } = session.judgeStack(outputs);
    const ofLife = lifecycleMessages(session, outputs).map(({ rule, message, urn }): Finding => ({
        rule,
        level: "advisory",
        message,
        urn,
    }));
    return {
        findings: [...alone, ...findings, ...ofLife],
        uses,
        named,
        judged,
        config: session.config,
        moment: session.moment,
    };
}

/** The policy that reports a finding. */
export function policyOf({ rule, level }: Finding): PolicyName {
    const { policy } = rules[rule];
    // What refuses by default and only advises by config is told by the policy that advises.
    return level === "mandatory" ? "paravirtual-io" : policy === "paravirtual-io" ? "attachment-health" : policy;
}

/** A resource as the engine shows it with its outputs. */
function likeOf(resource: StackResource): PolicyResourceLike {
    const { urn, type, name, custom, provider, propertyDependencies, outputs: props } = resource;
    return {
        urn,
        type,
        name,
        props,
        propertyDependencies,
        ...(custom && provider !== undefined && { provider: { urn: provider } }),
    };
}
