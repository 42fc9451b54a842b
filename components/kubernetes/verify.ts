import { NO_CONTEXT } from "../../techniques/classification";
import { readResource } from "../../techniques/read";
import { needsException, type Technique } from "../../techniques/technique";
import type { CheckedChoice } from "../choice";
import type { Fail } from "../checks";
import { withUnknowns } from "../inputs";

/**
 * Reads an object as the policy pack will, before it is registered, and fails where the pack would see another
 * technique than the one that was chosen: for objects whose form says more than the argument types can. What the
 * tables cannot place is left to the pack, whose config may know it; so is what is not known yet.
 *
 * @param argument The argument that decides, for messages.
 * @param type The object's type token.
 * @param props The object as it would be registered.
 * @param choices The techniques that were chosen for it.
 */
export function verifyReading(
    fail: Fail,
    argument: string,
    type: string,
    props: Readonly<Record<string, unknown>>,
    choices: readonly CheckedChoice[],
): void {
    const view = { urn: "", type, name: "", props: withUnknowns(props), custom: true };
    const { attachments } = readResource(view, NO_CONTEXT);
    const chosen = choices.map((choice) => choice.technique);
    for (const { techniques, evidence } of attachments) {
        const placed = techniques.filter((technique) => technique !== "unknown");
        if (placed.some(needsException) && !placed.some((technique) => chosen.includes(technique))) {
            fail(
                argument,
                `is ${evidence}, which is ${quoted(placed)}, and no such technique was chosen. ` +
                    `Give technique: "${placed[0] ?? ""}" and its exceptionId.`,
            );
        }
    }
    const hardware = chosen.filter(needsException);
    if (hardware.length > 0 && attachments.every(({ techniques }) => !techniques.some(needsException))) {
        fail(
            argument,
            `asks for no device, so ${quoted(hardware)} has no ground. Leave technique and exceptionId out.`,
        );
    }
}

function quoted(techniques: readonly Technique[]): string {
    return techniques.map((technique) => `"${technique}"`).join(" or ");
}
