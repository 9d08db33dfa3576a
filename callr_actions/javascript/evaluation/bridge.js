// The engine's side of an evaluation. The worker calls one function with JSON text and gets JSON text back.
//
// Scripts share this realm and may replace every method of every built-in. So everything used here is taken
// before the first script runs; text is put together by hand, because storing into an array or an object may
// call a setter that a script has put on a prototype; and no `for … of`, spread or destructuring of arrays,
// which go through iterators that a script can replace.
((__run) => {
  "use strict";
  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const getter = (owner, name) => uncurry(Object.getOwnPropertyDescriptor(owner, name).get);
  const { parse, stringify } = JSON;
  const { getOwnPropertyDescriptor, isExtensible, keys } = Object;
  const { apply, construct, defineProperty, deleteProperty, getPrototypeOf } = Reflect;
  const { isArray } = Array;
  const { imul } = Math;
  const global = globalThis;
  const RealDate = Date, RealMap = Map, RealSet = Set, RealPromise = Promise, RealRegExp = RegExp;
  const RealError = Error, RealTypeError = TypeError, RealSymbol = Symbol, text = String, bigint = BigInt;
  const plain = Object.prototype;
  const tagOf = uncurry(plain.toString), owns = uncurry(plain.hasOwnProperty);
  const milliseconds = uncurry(Date.prototype.getTime), dateText = uncurry(Date.prototype.toString);
  const mapGet = uncurry(Map.prototype.get), mapSet = uncurry(Map.prototype.set);
  const mapEach = uncurry(Map.prototype.forEach), setEach = uncurry(Set.prototype.forEach);
  const setHas = uncurry(Set.prototype.has), setAdd = uncurry(Set.prototype.add);
  const setDelete = uncurry(Set.prototype.delete), then = uncurry(Promise.prototype.then);
  const sourceOf = getter(RegExp.prototype, "source"), flagsOf = getter(RegExp.prototype, "flags");
  const descriptionOf = getter(Symbol.prototype, "description"), holds = uncurry(String.prototype.includes);

  const LEVELS = 200, PARTS = 50000, TEXT = 8 << 20;
  const UNDEFINED = '{"$":"undefined"}';
  const TOO_LARGE = '{"$":"lost","v":"too large"}', TOO_DEEP = '{"$":"lost","v":"nested too deeply"}';
  const UNREADABLE = '{"$":"lost","v":"unreadable"}';
  const own = (value, enumerable) => ({ __proto__: null, value, enumerable, writable: true, configurable: true });
  const put = (name, value) => defineProperty(global, name, own(value, true));

  // Values to text.

  const large = {};
  let parts, size, active, first, links;

  // `node` is where a value stands, [parent, key], while the identities of objects are followed, else null.
  function pathText(node) {
    const step = stringify(node[1]);
    return node[0] === null ? step : pathText(node[0]) + "," + step;
  }

  function encode(value, level, node) {
    if (++parts > PARTS || size > TEXT) throw large;
    switch (typeof value) {
      case "string":
        size += value.length;
        return stringify(value);
      case "number":
        if (value !== value) return '{"$":"nan"}';
        if (value === Infinity) return '{"$":"inf"}';
        if (value === -Infinity) return '{"$":"-inf"}';
        return value === 0 && 1 / value < 0 ? '{"$":"-0"}' : "" + value;
      case "boolean":
        return value ? "true" : "false";
      case "undefined":
        return UNDEFINED;
      case "bigint":
        return '{"$":"bigint","v":"' + value + '"}';
      case "symbol":
        return '{"$":"symbol","v":' + stringify(text(descriptionOf(value) ?? "")) + "}";
      case "function":
        return '{"$":"function","v":' + stringify(stringOr(value, "name")) + "}";
    }
    if (value === null) return "null";
    if (node !== null) {
      const met = mapGet(first, value);
      if (met === undefined) mapSet(first, value, node);
      else {
        links += (links && ",") + "[[" + pathText(node) + "],[" + pathText(met) + "]]";
        node = null;
      }
    }
    if (setHas(active, value)) return '{"$":"cycle"}';
    if (level > LEVELS) return TOO_DEEP;
    setAdd(active, value);
    const encoded = isArray(value) ? array(value, level, node) : object(value, level, node);
    setDelete(active, value);
    return encoded;
  }

  function array(value, level, node) {
    let out = "[";
    const length = value.length;
    for (let i = 0; i < length; i++) {
      out += (i ? "," : "") + encode(value[i], level + 1, node && [node, i]);
    }
    return out + "]";
  }

  function object(value, level, node) {
    const above = getPrototypeOf(value);
    if (above !== plain && above !== null) {
      const special = branded(value, level);
      if (special !== undefined) return special;
    }
    const names = keys(value);
    const length = names.length;
    let out = "{", escaped = false;
    for (let i = 0; i < length; i++) {
      const name = names[i];
      if (name === "$") escaped = true;
      size += name.length;
      out += (i ? "," : "") + stringify(name) + ":" + encode(value[name], level + 1, node && [node, name]);
    }
    return escaped ? '{"$":"object","v":' + out + "}}" : out + "}";
  }

  // A tag can be made up, so only the engine's own accessors decide; they refuse what is something else.
  function branded(value, level) {
    let out = "";
    switch (tagOf(value)) {
      case "[object Date]": {
        const at = asked(milliseconds, value);
        return at === undefined ? at : '{"$":"date","v":' + (at === at ? at : "null") + "}";
      }
      case "[object RegExp]": {
        const source = asked(sourceOf, value), flags = asked(flagsOf, value);
        if (source === undefined || flags === undefined) return undefined;
        return '{"$":"regexp","v":[' + stringify(source) + "," + stringify(flags) + "]}";
      }
      case "[object Map]":
        return asked(() => {
          mapEach(value, (item, key) => {
            const pair = "[" + encode(key, level + 4, null) + "," + encode(item, level + 4, null) + "]";
            out += (out && ",") + pair;
          });
          return '{"$":"map","v":[' + out + "]}";
        });
      case "[object Set]":
        return asked(() => {
          setEach(value, (item) => {
            out += (out && ",") + encode(item, level + 3, null);
          });
          return '{"$":"set","v":[' + out + "]}";
        });
      case "[object Error]": {
        const name = stringify(stringOr(value, "name")), message = stringify(stringOr(value, "message"));
        return '{"$":"error","v":[' + name + "," + message + "]}";
      }
      case "[object Promise]":
        return '{"$":"lost","v":"a promise"}';
    }
    return undefined;
  }

  function asked(accessor, value) {
    try {
      return accessor(value);
    } catch (error) {
      if (error === large || limited(error)) throw error;
      return undefined;
    }
  }

  function stringOr(value, name) {
    const found = asked(() => value[name]);
    return typeof found === "string" ? found : "";
  }

  function encoded(value, node) {
    parts = size = 0;
    active = new RealSet();
    try {
      return encode(value, 0, node);
    } catch (error) {
      if (error === large) return TOO_LARGE;
      if (limited(error)) throw error;
      return UNREADABLE;
    }
  }

  // Text to values. What JSON.parse made has its properties of its own, so storing into it calls no setter.

  function decoded(value) {
    if (typeof value !== "object" || value === null) return value;
    if (!isArray(value) && owns(value, "$")) return special(value.$, value.v);
    const names = keys(value);
    for (let i = 0; i < names.length; i++) value[names[i]] = decoded(value[names[i]]);
    return value;
  }

  function special(tag, value) {
    switch (tag) {
      case "nan": return NaN;
      case "inf": return Infinity;
      case "-inf": return -Infinity;
      case "-0": return -0;
      case "bigint": return bigint(value);
      case "date": return new RealDate(value ?? NaN);
      case "regexp": return new RealRegExp(value[0], value[1]);
      case "symbol": return RealSymbol(value);
      case "function": return gone(value);
      case "error": {
        const error = new RealError(value[1]);
        defineProperty(error, "name", own(value[0], false));
        return error;
      }
      case "map": {
        const map = new RealMap();
        for (let i = 0; i < value.length; i++) mapSet(map, decoded(value[i][0]), decoded(value[i][1]));
        return map;
      }
      case "set": {
        const set = new RealSet();
        for (let i = 0; i < value.length; i++) setAdd(set, decoded(value[i]));
        return set;
      }
      case "object": {
        const names = keys(value);
        for (let i = 0; i < names.length; i++) value[names[i]] = decoded(value[names[i]]);
        return value;
      }
    }
    return undefined;
  }

  function gone(name) {
    const made = () => {
      throw new RealError("the function " + name + " was lost when an evaluation was stopped");
    };
    defineProperty(made, "name", own(name, false));
    return made;
  }

  // The variables.

  const known = { __proto__: null };

  function changes() {
    const names = keys(global);
    let out = "";
    first = new RealMap();
    links = "";
    const note = (name, now) => {
      if (now === (known[name] ?? UNDEFINED)) return;
      known[name] = now;
      out += (out && ",") + stringify(name) + ":" + now;
    };
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name[0] === "$") note(name, encoded(asked(() => global[name]), [null, name]));
    }
    const before = keys(known);
    for (let i = 0; i < before.length; i++) if (!owns(global, before[i])) note(before[i], UNDEFINED);
    return out;
  }

  function holder(path) {
    let value = global;
    for (let i = 0; i < path.length - 1; i++) value = value[path[i]];
    return value;
  }

  // The clock, chance, and what this engine does otherwise than the platform's.

  let clock = 0, state, drawn = false, met, metText;

  function word() {
    const result = imul(rotated(imul(state[1], 5), 7), 9) >>> 0, shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotated(state[3], 11);
    return result;
  }

  const rotated = (bits, by) => (bits << by) | (bits >>> (32 - by));

  const VirtualDate = new Proxy(RealDate, {
    __proto__: null,
    construct: (target, given, made) => construct(target, given.length ? given : [clock], made),
    apply: () => dateText(new RealDate(clock)),
  });
  defineProperty(RealDate, "now", own({ now: () => clock }.now, false));
  defineProperty(RealDate.prototype, "constructor", own(VirtualDate, false));
  defineProperty(global, "Date", own(VirtualDate, false));
  const random = () => {
    drawn = true;
    return ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  };
  defineProperty(Math, "random", own(random, false));
  // Its clock is the machine's.
  deleteProperty(global, "performance");
  // Only a call of the one real `eval` leaves the locals of a script behind with it.
  defineProperty(global, "eval", { __proto__: null, writable: false, configurable: false });
  // The engine would throw what a microtask throws at the worker.
  const microtask = (task) => {
    if (typeof task !== "function") throw new RealTypeError("not a function");
    then(new RealPromise((settle) => settle()), () => {
      try {
        task();
      } catch (error) {
        stray ??= [error];
      }
    });
  };
  defineProperty(global, "queueMicrotask", own({ queueMicrotask: microtask }.queueMicrotask, false));

  function watch(path) {
    let owner = global, name = path[0];
    for (let i = 1; i < path.length; i++) {
      owner = owner[name];
      name = path[i];
    }
    const real = owner[name], whole = path.join(".");
    const stand = { [name](...given) {
      if (!met[whole]) metText += (metText && ",") + stringify(whole);
      met[whole] = true;
      return apply(real, this, given);
    } }[name];
    defineProperty(owner, name, own(stand, false));
  }

  // Evaluations.

  const predefined = { __proto__: null };
  let shown = [], items, at, result, thrown, stray, shift = 0;

  function limited(error) {
    // The engine throws null when there is not even memory for an error.
    if (error === null) return !holds(text(items[at - 1][0]), "throw");
    if (typeof error !== "object") return false;
    const name = getOwnPropertyDescriptor(error, "message");
    const message = name && name.value;
    return message === "out of memory" || message === "Maximum call stack size exceeded";
  }

  function compiles(code) {
    try {
      __run("throw 0;" + code);
    } catch (error) {
      return error === 0;
    }
    return true;
  }

  function perform(code, form) {
    if (form === "value") return decoded(code);
    shift = 0;
    if (form !== "expression" && (form === "program" || compiles(code))) return __run(code);
    const before = form === "expression" ? "(" : "(async()=>{";
    shift = before.length;
    return __run(before + code + (form === "expression" ? "\n)" : "\n})()"));
  }

  function attempt(action) {
    try {
      result = action();
    } catch (error) {
      if (limited(error)) throw error;
      thrown = [error];
    }
  }

  function begin(request) {
    clock = request.n;
    put("now", new RealDate(clock));
    for (let i = 0; i < shown.length; i++) deleteProperty(global, shown[i]);
    const given = keys(request.p);
    for (let i = 0; i < given.length; i++) predefined[given[i]] = decoded(request.p[given[i]]);
    let sound = isExtensible(global);
    shown = request.h;
    for (let i = 0; i < shown.length; i++) sound &&= put(shown[i], predefined[shown[i]]);
    const assigned = keys(request.s);
    for (let i = 0; i < assigned.length; i++) {
      const value = decoded(request.s[assigned[i]]);
      sound &&= put(assigned[i], value);
      known[assigned[i]] = encoded(value, null);
    }
    for (let i = 0; i < request.u.length; i++) {
      if (!owns(global, request.u[i])) sound &&= put(request.u[i], undefined);
    }
    items = request.i;
    at = 0;
    return sound;
  }

  function next() {
    const item = items[at++];
    result = undefined;
    thrown = stray = undefined;
    drawn = false;
    met = { __proto__: null };
    metText = "";
    attempt(() => perform(item[0], item[1]));
    if (thrown || (item[1] !== "program" && item[1] !== "maybe-async")) return reply();
    if (typeof result !== "object" || result === null) return reply();
    if (asked(getPrototypeOf, result) !== RealPromise.prototype) return reply();
    const promise = result;
    thrown = [new RealError("the code waits for a promise that nothing settles")];
    try {
      then(promise, (value) => { result = value; thrown = undefined; }, (error) => { thrown = [error]; });
    } catch {
      // Made to look like a promise; then it is a value like others.
      thrown = undefined;
      return reply();
    }
    return "P";
  }

  function reply() {
    const wanted = items[at - 1][2];
    let out;
    thrown ??= stray;
    const value = result;
    let shown;
    if (!thrown && wanted) attempt(() => { shown = stringify(text(value)); });
    if (!thrown) {
      out = '{"v":' + encoded(value, null) + (value ? ',"b":true' : ',"b":false');
      if (wanted) out += ',"t":' + shown;
    }
    result = value;
    if (thrown) {
      if (limited(thrown[0])) throw thrown[0];
      out = failure(thrown[0]);
    }
    const changed = changes();
    if (changed) out += ',"c":{' + changed + "}";
    out += ',"l":[' + links + "]";
    if (drawn) out += ',"r":[' + state[0] + "," + state[1] + "," + state[2] + "," + state[3] + "]";
    if (metText) out += ',"g":[' + metText + "]";
    // A long text is still a rope of its parts, which the worker could not take over.
    return text(out + "}");
  }

  function failure(error) {
    let name = "", message = "", stack = "";
    if ((typeof error === "object" && error !== null) || typeof error === "function") {
      name = stringOr(error, "name");
      message = stringOr(error, "message");
      stack = stringOr(error, "stack");
      if (!name && !message) message = asked(text, error) ?? "an object was thrown";
    } else message = text(error);
    return '{"e":[' + stringify(name) + "," + stringify(message) + "," + stringify(stack) + "," + shift + "]";
  }

  return (opening) => {
    const given = parse(opening);
    state = given.r;
    for (let i = 0; i < given.g.length; i++) watch(given.g[i]);
    const names = keys(given.s);
    for (let i = 0; i < names.length; i++) {
      put(names[i], decoded(given.s[names[i]]));
    }
    for (let i = 0; i < given.l.length; i++) {
      const [to, from] = given.l[i];
      holder(to)[to[to.length - 1]] = holder(from)[from[from.length - 1]];
    }
    for (let i = 0; i < names.length; i++) known[names[i]] = encoded(global[names[i]], null);
    return (request) => {
      if (request === "=") return reply();
      if (request !== "" && !begin(parse(request))) return "B";
      return next();
    };
  };
})
