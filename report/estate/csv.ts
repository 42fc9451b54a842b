import { stringify } from "csv-stringify/sync";
import type { EstateReport } from "./model";

const COLUMNS = [
    "source",
    "kind",
    "project",
    "stack",
    "conformance",
    "resource",
    "type",
    "urn",
    "path",
    "role",
    "techniques",
    "verdict",
    "rule",
    "exception",
    "owner",
    "expires",
] as const;

/**
 * The estate as CSV (RFC 4180), for a spreadsheet: a line for each attachment that must rest on an exception, and one for
 * each source that has none. What a spreadsheet would take for a formula is escaped.
 */
export function estateAsCsv({ sources, entries }: EstateReport): string {
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const rows = sources.flatMap(({ name, source, project, stack, conformance, attachments }) => {
        const own = { source: name, kind: source.kind, project, stack, conformance: conformance.level };
        return attachments.length === 0
            ? [own]
            : attachments.map(({ name: resource, type, urn, path, role, techniques, verdict }) => {
                  const { state, rule, exception } = verdict;
                  const entry = exception === undefined ? undefined : byId.get(exception);
                  return {
                      ...own,
                      resource,
                      type,
                      urn,
                      path,
                      role,
                      techniques: techniques.join(" or "),
                      verdict: state,
                      rule,
                      exception,
                      owner: entry?.owner,
                      expires: entry?.expires,
                  };
              });
    });
    return stringify(rows, {
        header: true,
        columns: [...COLUMNS],
        escape_formulas: true,
        record_delimiter: "windows",
    }).trimEnd();
}
