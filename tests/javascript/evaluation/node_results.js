// Reads {predefined, variables, now, expressions} and prints what Node.js makes of each, in the tagged form of
// the evaluator's answers; written apart from the evaluator's own bridge.
const vm = require("node:vm");
const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));

function tagged(value) {
  if (value === undefined) return { $: "undefined" };
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    if (Number.isNaN(value)) return { $: "nan" };
    if (Object.is(value, -0)) return { $: "-0" };
    if (!Number.isFinite(value)) return { $: value > 0 ? "inf" : "-inf" };
    return value;
  }
  if (typeof value === "bigint") return { $: "bigint", v: value.toString() };
  if (typeof value === "function") return { $: "function", v: value.name };
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === "Date") return { $: "date", v: value.getTime() };
  if (kind === "RegExp") return { $: "regexp", v: [value.source, value.flags] };
  if (kind === "Map") return { $: "map", v: Array.from(value, ([key, item]) => [tagged(key), tagged(item)]) };
  if (kind === "Set") return { $: "set", v: Array.from(value, tagged) };
  if (kind === "Array") return Array.from(value, tagged);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tagged(item)]));
}

const results = given.expressions.map((code) => {
  const context = vm.createContext({ ...structuredClone(given.predefined), ...structuredClone(given.variables) });
  for (const name of code.match(/\$[A-Za-z]\w*/g) ?? []) if (!(name in context)) context[name] = undefined;
  vm.runInContext(`globalThis.now = new Date(${given.now})`, context);
  try {
    return { value: tagged(vm.runInContext(`(${code}\n)`, context)) };
  } catch (error) {
    return { throws: error.name };
  }
});
process.stdout.write(JSON.stringify(results));
