// Drives the page and the review in a real browser: opens, filters, presses keys, decides, applies, and looks at the
// files on disk. Every script error, every request that leaves this machine and every serious violation that axe-core
// finds is a failure.
//
//   node drive.mjs CHROMIUM ONENESS FOLDER MODULES [SCREENSHOTS]
//
// FOLDER holds what the test `decisions` leaves: page.html, audit.html, repository/.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [chromium, program, folder, modules, screenshots] = process.argv.slice(2);
const oneness = path.resolve(program);
const require = createRequire(path.join(path.resolve(modules), "node_modules", "x.js"));
const puppeteer = (await import(pathToFileURL(require.resolve("puppeteer-core")).href)).default;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const repository = path.join(path.resolve(folder), "repository");

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox"] });
const troubles = [];
let checks = 0;
const check = (what, value) => {
  checks += 1;
  if (!value) troubles.push(what);
};

// Opens an address; whatever a script complains of or asks of another machine is a trouble.
const open = async (url, { width = 1200, dark = false } = {}) => {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  page.on("pageerror", (error) => troubles.push(`script error: ${error.message}`));
  page.on("dialog", (dialog) => { troubles.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => {
    const isIcon = message.location().url?.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) troubles.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (!["file:", "data:"].includes(asked.protocol) && asked.hostname !== "127.0.0.1") {
      troubles.push(`a request leaves this machine: ${request.url()}`);
    }
  });
  await page.goto(url, { waitUntil: "load" });
  return page;
};

const shot = async (page, name) => {
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
};

// What a person who sees or moves otherwise would stumble over.
const accessible = async (page, name) => {
  const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  const bad = found.violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  check(`${name}: axe-core finds ${bad.map((violation) => `${violation.id} ${violation.nodes[0].html}`).join("; ")}`, bad.length === 0);
};

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const shown = (page) => page.$$eval(".card:not([hidden])", (cards) => cards.length);
const choose = async (page, id, value) => page.select(`#${id}`, value);

// The page as a file.
for (const [name, options] of [["wide", {}], ["phone", { width: 390 }], ["dark", { dark: true }], ["dark-phone", { width: 390, dark: true }]]) {
  const page = await open(pathToFileURL(path.resolve(folder, "page.html")).href, options);
  check(`${name}: the page is wider than the window`, (await wide(page)) <= 0);
  check(`${name}: four cards`, (await shown(page)) === 4);
  check(`${name}: hostile text is text`, (await page.title()).startsWith("oneness: 4 findings"));
  check(`${name}: no element of the repository`, (await page.$$("article img, article script, article b, article i")).length === 0);
  const text = await page.$eval("main", (main) => main.textContent);
  check(`${name}: a script in a bullet is shown`, text.includes("<script>document.title='owned'</script>"));
  check(`${name}: a terminal's escape is shown`, text.includes("\\u{1b}"));
  await accessible(page, name);
  await shot(page, `page-${name}`);
  await page.close();
}

const page = await open(pathToFileURL(path.resolve(folder, "page.html")).href);
await choose(page, "by-kind", "duplicate-addition");
const some = await shown(page);
check("a kind filters", some > 0 && some < 4);
await choose(page, "by-kind", "");
const files = await page.$$eval("#by-file option", (options) => options.map((option) => [option.value, option.textContent]));
await choose(page, "by-file", files.find(([, name]) => name.startsWith("plan.md"))[0]);
check("a file filters", (await shown(page)) === 1);
await choose(page, "by-file", "");
const authors = await page.$$eval("#by-author option", (options) => options.map((option) => option.value));
check("both authors can be chosen", authors.length === 3);
await choose(page, "by-author", authors[1]);
check("an author filters", (await shown(page)) >= 1);
await choose(page, "by-author", "");
await page.$eval("#by-sure", (input) => { input.value = 100; input.dispatchEvent(new Event("input", { bubbles: true })); });
const sure = await shown(page);
check("confidence filters", sure < 4);
check("what is shown is counted", (await page.$eval("#shown", (shown) => shown.textContent)) === `${sure} of 4 shown`);
await page.$eval("#by-sure", (input) => { input.value = 0; input.dispatchEvent(new Event("input", { bubbles: true })); });
const focused = () => page.evaluate(() => document.activeElement.id);
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("j");
check("j goes to the first card", (await focused()) === "f1");
await page.keyboard.press("j");
check("j goes on", (await focused()) === "f2");
await page.keyboard.press("k");
check("k goes back", (await focused()) === "f1");
await page.click("#f1 .kind");
check("the manual is one click away", await page.evaluate(() => location.hash.startsWith("#manual-") && document.querySelector(location.hash) !== null));
await page.emulateMediaType("print");
check("filters are not printed", await page.$eval("#filters", (form) => getComputedStyle(form).display === "none"));
await page.close();

const audit = await open(pathToFileURL(path.resolve(folder, "audit.html")).href);
await accessible(audit, "audit");
await shot(audit, "audit");
await audit.close();

// The review: its server is the program itself, on a port that is free.
const start = () => new Promise((resolve, reject) => {
  const server = spawn(oneness, ["review", "--no-open"], { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  server.stdout.on("data", (data) => {
    text += data;
    const found = text.match(/http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]+\//);
    if (found) resolve([server, found[0]]);
  });
  server.on("exit", () => reject(new Error(`the server ended: ${text}`)));
});
const read = (name) => fs.readFileSync(path.join(repository, name), "utf8");
const git = (...words) => execFileSync("git", words, { cwd: repository, encoding: "utf8" });
const list = git("-c", "core.quotePath=false", "ls-files", "-z").split("\0").find((name) => name.endsWith(".md") && name !== "plan.md");

// Asks as no page of this program would.
const raw = (url, options) => new Promise((resolve, reject) => {
  const request = http.request(url, options, (answer) => { answer.resume(); answer.on("end", () => resolve(answer.statusCode)); });
  request.on("error", reject);
  request.end(options.body);
});

let [server, url] = await start();
const { port, pathname } = new URL(url);
const token = pathname.split("/")[1];
const json = { "Content-Type": "application/json", "X-Oneness-Token": token };
const refused = {
  "no token": [`http://127.0.0.1:${port}/`, {}],
  "another token": [`http://127.0.0.1:${port}/${"0".repeat(token.length)}/`, {}],
  "a forged host": [url, { headers: { Host: "evil.example" } }],
  "a page of another site": [`${url}apply`, { method: "POST", headers: { ...json, Origin: "http://evil.example" }, body: "{}" }],
  "a form without the token": [`${url}apply`, { method: "POST", headers: { "Content-Type": "text/plain" }, body: "{}" }],
  "a link from another site": [url, { headers: { "Sec-Fetch-Site": "cross-site" } }],
};
for (const [what, [address, options]] of Object.entries(refused)) {
  check(`${what} is refused`, (await raw(address, options)) === 403);
}

const before = ["plan.md", "tools/words.py", list].map(read);
const card = (page, name) => page.evaluateHandle((name) => [...document.querySelectorAll(".card")].find((card) => card.textContent.includes(name)), name);
const decide = async (page, name, value, field, text) => {
  const found = (await card(page, name)).asElement();
  await (await found.$(`input[value=${value}]`)).click();
  if (field) {
    const input = await found.$(field);
    await input.evaluate((input) => { input.value = ""; });
    await input.type(text);
    await input.evaluate((input) => input.dispatchEvent(new Event("change", { bubbles: true })));
  }
};
const settle = (page) => page.waitForNetworkIdle({ idleTime: 200 });

let review = await open(url);
await settle(review);
await accessible(review, "review");
check("nothing can be applied before something is decided", await review.$eval("#apply", (button) => button.disabled));
await decide(review, "plan.md:", "ours");
await decide(review, "words.py:", "both", ".reason input", "one for each of the two callers");
await decide(review, "onerror", "edit", ".edit textarea", "- the keys of the shop are kept by one of us");
await settle(review);
check("deciding writes nothing", ["plan.md", "tools/words.py", list].map(read).every((text, at) => text === before[at]));

// Closing the page and ending the program loses nothing.
await review.close();
server.removeAllListeners("exit");
server.kill();
[server, url] = await start();
review = await open(url);
await settle(review);
const kept = await review.$$eval(".card input[type=radio]:checked", (inputs) => inputs.map((input) => input.value).sort());
check(`decisions are kept: ${kept}`, kept.join() === ",both,edit,ours");
await decide(review, "deck.pptx", "theirs");
await settle(review);
await review.click("#preview");
await review.waitForSelector("#patch:not([hidden])");
await settle(review);
const patch = await review.$eval("#patch", (patch) => patch.textContent);
check(`the patch is shown: ${patch}`, patch.includes("+++ b/plan.md") && patch.includes("+- the keys of the shop") && patch.includes("b/deck.pptx"));
await shot(review, "review");

// A file that changed meanwhile is not written; the others are.
fs.appendFileSync(path.join(repository, "plan.md"), "\n- meanwhile\n");
await review.click("#apply");
await review.waitForFunction(() => document.getElementById("applied").textContent.includes("written"));
check("a file that changed meanwhile is left alone", read("plan.md") === `${before[0]}\n- meanwhile\n`);
const listed = read(list);
check(`one text stands for both: ${listed}`, listed.split("the keys of the shop").length === 2);
check("what both may say stays", read("tools/words.py") === before[1]);
const allowed = read(".oneness/allowed.toml");
check("the reason is written down", allowed.includes("one for each of the two callers"));
const deck = execFileSync(oneness, ["textconv", "deck.pptx"], { cwd: repository, encoding: "utf8" });
check(`the deck says it once: ${deck}`, deck.includes("Everybody has to move") && !deck.includes("- Support for version 1"));
const trouble = await review.$$eval(".trouble:not([hidden])", (places) => places.map((place) => place.textContent).join());
check(`the page says why: ${trouble}`, trouble.includes("changed meanwhile"));
await review.close();

// Loaded again, the page has seen the file, and what is left can be applied.
review = await open(url);
await settle(review);
await review.waitForFunction(() => !document.getElementById("apply").disabled);
await review.click("#apply");
await review.waitForFunction(() => document.getElementById("applied").textContent.includes("plan.md"));
const plan = read("plan.md");
check(`the other copy is gone: ${plan}`, plan.split("The privacy audit").length === 2 && plan.includes("- meanwhile"));
check("nothing else is written", git("status", "--short", "--untracked-files=all").split("\n").filter(Boolean).length === 4);
check("after a merge nothing is staged", git("diff", "--cached", "--name-only") === "");
await review.close();
server.removeAllListeners("exit");
server.kill();
await browser.close();

console.log(`${checks} checks, ${troubles.length} failed`);
for (const trouble of troubles) console.log(`FAILED ${trouble}`);
assert.equal(troubles.length, 0);
