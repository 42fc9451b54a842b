import { readFileSync } from "node:fs";
import { buildEstate } from "../../report/estate/build";
import { type EstatePart, type EstateReport, ESTATE_VERSION } from "../../report/estate/model";
import { at } from "../../techniques/value";
import { UsageError } from "../packs";
import { schemaFault } from "../reports/schema-fault";
import { TOOL } from "../reports/tool";

/** Estates that earlier audits wrote as JSON, added up. */
export function mergedEstate(files: readonly string[]): EstateReport {
    const parts = files.map(readEstate);
    return together(parts);
}

/**
 * Parts added up.
 *
 * @throws {@link UsageError} if they do not belong together.
 */
export function together(parts: readonly EstatePart[]): EstateReport {
    try {
        return buildEstate(parts);
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
    }
}

/**
 * Reads the JSON of an audit.
 *
 * @throws {@link UsageError} if the file cannot be read or is none.
 */
export function readEstate(file: string): EstateReport {
    let value: unknown;
    try {
        value = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8").replace(/^\ufeff/, ""));
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw new UsageError(
            `${file} ${code === undefined ? "is no JSON" : code === "ENOENT" ? "is not there" : "cannot be read"}; ${WANTED}`,
        );
    }
    if (at(value, "kind") !== "estate" || at(at(value, "tool"), "name") !== TOOL) {
        throw new UsageError(`${file} is no result of an audit; ${WANTED}`);
    }
    if (at(value, "version") !== ESTATE_VERSION) {
        throw new UsageError(`${file} is a result of another version of this command; make it anew.`);
    }
    const fault = schemaFault("estate", value);
    if (fault !== undefined) {
        throw new UsageError(`${file} is no whole result of an audit: ${fault}. Make it anew.`);
    }
    return value as EstateReport;
}

const WANTED = "give what `virtio-first audit --output json=FILE` writes.";
