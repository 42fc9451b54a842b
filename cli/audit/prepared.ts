import { readConfig } from "../../policy-pack/config";
import type { Judging } from "../reports/of-source";

/** The config and the register, read once for all sources. */
export function prepared({ raw, packFolder }: Judging, now: Date): Required<Judging> {
    return { raw, packFolder, config: readConfig(raw, { packFolder, now }) };
}
