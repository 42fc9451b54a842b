import { at, elements, isAbsent, isUnknown, text, UNKNOWN, type Value } from "../value";
import type { ClaimUse } from "./facets";
import type { Findings } from "./findings";
import { pathOf } from "./object";
import { settled } from "./placeholders";
import { CANNOT_TELL, type Techniques } from "./techniques";

/**
 * The claims of the pod, in the form of today and in that of the first versions.
 *
 * @param key The key of the list: custom kinds have names of their own for it.
 */
export function readClaims(
    spec: Value,
    specPath: string,
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
    key = "resourceClaims",
): ClaimUse[] {
    const claims: ClaimUse[] = [];
    const list = settled(at(spec, key));
    if (isAbsent(list)) {
        return claims;
    }
    const listPath = pathOf(specPath, key);
    if (isUnknown(list) && !isUnknown(spec)) {
        found.attach("uses", listPath, CANNOT_TELL, "resource claims that are not known yet");
    }
    elements(list).forEach((claim, index) => {
        const path = pathOf(listPath, index);
        if (isUnknown(claim)) {
            found.attach("uses", path, CANNOT_TELL, "a resource claim that is not known yet");
            return;
        }
        for (const [holder, holderPath] of [
            [claim, path],
            [at(claim, "source"), pathOf(path, "source")],
        ] as const) {
            for (const [nameKey, kind] of [
                ["resourceClaimName", "claim"],
                ["resourceClaimTemplateName", "claim-template"],
            ] as const) {
                const value = at(holder, nameKey);
                const name = text(value);
                if (isAbsent(value) || name === "") {
                    continue;
                }
                const namePath = pathOf(holderPath, nameKey);
                const reference = found.refer(kind, name ?? UNKNOWN, namePath, namespace);
                const techniques: Techniques = CANNOT_TELL;
                const words = "a resource claim whose device class is not known";
                const attachment = found.attach("uses", namePath, techniques, words, { provisional: true });
                claims.push({ reference, attachment });
            }
        }
    });
    return claims;
}
