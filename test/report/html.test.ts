import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { reportAsHtml } from "../../report/html";
import type { StackResource } from "../../techniques/stack-resource";
import { build } from "../cli/support";
import { findBrowser, startBrowser } from "./browser";
import { PORT, reportOf, resource, urn } from "./support";

const NAMES = { hostile: `</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">\u202e` };

const port = (name: string, vnicType: string, tags: string[] = []): StackResource =>
    resource(PORT, name, { networkId: "n", binding: { vnicType }, tags });
const refusal = {
    pack: "virtio-first",
    packVersion: "0.1.0",
    policy: "paravirtual-io",
    level: "mandatory",
    urn: urn(PORT, "bare"),
    message: "Asks for SR-IOV.\n  at: binding.vnicType\n  fix: Use virtio.\n  rule: missing-exception-id",
};
const register = {
    exceptions: [
        {
            id: "EXC-2026-014",
            techniques: ["sriov"],
            scope: { projects: ["core"], stacks: ["dev"] },
            reason: "The user plane needs it.",
            owner: "core@operator.example",
            approvedBy: "board@operator.example",
            approvedOn: "2026-01-01",
            expires: "2026-12-31",
        },
    ],
};
const stack = [
    port("fast", "direct", ["virtio-first:exception-id=EXC-2026-014"]),
    port("bare", "direct"),
    port("slow", "normal"),
    port(NAMES.hostile, "normal"),
];

const browser = findBrowser();
const why = "missing" in browser ? ` (skipped: ${browser.missing})` : "";

describe("the HTML page", () => {
    before(build);

    it("holds everything that it shows, and names no other place", () => {
        const html = reportAsHtml(reportOf(stack, [refusal], {}, register));
        const [outside] = html.replace(/<script>.*<\/script>/s, "").match(/(src|href)="(?!#)[^"]*"/) ?? [];
        assert.equal(outside, undefined);
        assert.match(html, /Content-Security-Policy" content="default-src &#39;none&#39;|default-src 'none'/);
        assert.ok(!html.includes(NAMES.hostile));
    });

    describe(`in a browser${why}`, function () {
        let running: Browser;
        let folder: string;
        const said: string[] = [];
        const asked: string[] = [];

        before(async function () {
            if ("missing" in browser) {
                this.skip();
            }
            folder = mkdtempSync(join(tmpdir(), "virtio-first-page-"));
            running = await startBrowser(browser.path);
        });
        after(async () => {
            await running?.close();
            if (folder !== undefined) {
                rmSync(folder, { recursive: true, force: true });
            }
        });

        async function open(html: string, options: object = {}): Promise<Page> {
            const file = join(folder, "report.html");
            writeFileSync(file, html);
            const page = await (await running.newContext(options)).newPage();
            said.length = 0;
            asked.length = 0;
            page.on("console", (message) => said.push(message.text()));
            page.on("pageerror", (error) => said.push(error.message));
            page.on("request", (request) => asked.push(request.url()));
            await page.goto(pathToFileURL(file).href);
            return page;
        }

        const shown = (page: Page, id: string): Promise<string[]> =>
            page.locator(`#${id}-table .tabulator-row .tabulator-cell:first-child`).allInnerTexts();

        it("shows level, numbers, picture, findings, attachments and exceptions, without an error or a request", async () => {
            const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            assert.match(await page.locator("header").innerText(), /not conformant/);
            assert.match(
                await page.locator(".tiles").innerText(),
                /attachments\s+4\s+in software or approved\s+2\s+under an exception\s+1\s+refused\s+1/,
            );
            assert.equal(await page.locator(".picture .node").count(), 4);
            assert.match(await page.locator("#findings-table").innerText(), /missing-exception-id[\s\S]*Use virtio\./);
            const names = await shown(page, "attachments");
            assert.deepEqual(names.filter((name) => !name.includes("script")).sort(), ["bare", "fast", "slow"]);
            assert.match(
                await page.locator(".exception").innerText(),
                /EXC-2026-014[\s\S]*until 2026-12-31, 214 days left/,
            );
            assert.equal(await page.locator(".timeline .span.active").count(), 1);
            assert.deepEqual(said, []);
            assert.equal(asked.length, 1);
        });

        it("lets no name do anything", async () => {
            const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            assert.equal(await page.evaluate("window.hacked"), undefined);
            assert.ok((await page.locator("#attachments-table").innerText()).includes("<script>window.hacked"));
            assert.equal(await page.locator("img").count(), 0);
        });

        it("filters by the words that are typed, and says how many fit", async () => {
            const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            await page.getByLabel("Filter").nth(1).fill("sriov refused");
            await page.waitForFunction(`document.getElementById("attachments-count").textContent === "1 of 4"`);
            assert.deepEqual(await shown(page, "attachments"), ["bare"]);
            await page.getByLabel("Filter").nth(1).fill("nothing of the kind");
            await page.waitForFunction(`document.getElementById("attachments-count").textContent === "0 of 4"`);
            assert.match(await page.locator("#attachments-table").innerText(), /Nothing fits the filter/);
        });

        it("can be used by keyboard alone", async () => {
            const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            await page.keyboard.press("Tab");
            assert.match(await page.evaluate("document.activeElement.textContent"), /Skip to the attachments/);
            const reached: string[] = [];
            for (let step = 0; step < 4; step++) {
                await page.keyboard.press("Tab");
                reached.push(await page.evaluate("document.activeElement.id || document.activeElement.className"));
            }
            assert.deepEqual(reached.slice(0, 2), ["scroll", "findings-filter"]);
        });

        it("sorts by a column that is reached and pressed by keyboard", async () => {
            const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            const header = page.locator('#attachments-table .tabulator-col[tabulator-field="technique"]');
            await header.focus();
            await page.keyboard.press("Enter");
            await page.waitForSelector(
                '#attachments-table .tabulator-col[tabulator-field="technique"][aria-sort="ascending"]',
            );
            const techniques = await page
                .locator('#attachments-table .tabulator-row .tabulator-cell[tabulator-field="technique"]')
                .allInnerTexts();
            assert.deepEqual(techniques, [...techniques].sort());
        });

        for (const colorScheme of ["light", "dark"] as const) {
            it(`breaks no rule of accessibility that a machine can check, ${colorScheme}`, async () => {
                const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)), {
                    colorScheme,
                    bypassCSP: true,
                });
                await page.waitForSelector("#attachments-table .tabulator-row");
                await page.addScriptTag({ content: readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") });
                const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
                    "axe.run().then((result) => result.violations)",
                );
                assert.deepEqual(
                    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
                    [],
                );
            });
        }

        it("scrolls and filters ten thousand attachments, of which only those in view are in the page", async () => {
            const many = Array.from({ length: 10_000 }, (_, index) =>
                port(`port-${index}`, index % 10 === 0 ? "direct" : "normal"),
            );
            const page = await open(reportAsHtml(reportOf(many)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            assert.ok((await page.locator("#attachments-table .tabulator-row").count()) < 200);
            await page.getByLabel("Filter").fill("port-9999");
            await page.waitForFunction(`document.getElementById("attachments-count").textContent === "1 of 10000"`);
            assert.deepEqual(await shown(page, "attachments"), ["port-9999"]);
            assert.deepEqual(said, []);
        });

        it("prints all of its attachments' table that fits the filter", async () => {
            const page = await open(reportAsHtml(reportOf(stack, [refusal], {}, register)));
            await page.waitForSelector("#attachments-table .tabulator-row");
            await page.emulateMedia({ media: "print" });
            assert.equal(await page.locator(".filter").first().isVisible(), false);
            assert.ok((await page.pdf()).length > 10_000);
        });
    });
});
