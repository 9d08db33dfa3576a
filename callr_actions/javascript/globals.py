"""Names that are there without a declaration, by who provides them."""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ECMASCRIPT: Final = _names("""
    AggregateError Array ArrayBuffer AsyncIterator Atomics BigInt BigInt64Array BigUint64Array Boolean
    DataView Date Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function
    Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number Object Promise Proxy
    RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError
    URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet arguments
    decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN
    parseFloat parseInt undefined unescape
""")
"""Of the language itself: every engine has them."""

ENGINE: Final = _names("""
    AbortController AbortSignal Intl TextDecoder TextEncoder URL URLSearchParams WebAssembly atob btoa
    crypto performance queueMicrotask structuredClone
""")
"""Beside the language; whether they are there is up to who embeds the engine."""

HOST: Final = _names("""
    Blob Buffer FormData Headers Request Response WebSocket XMLHttpRequest __dirname __filename alert
    clearImmediate clearInterval clearTimeout confirm console document exports fetch global history
    localStorage location module navigator process prompt require self sessionStorage setImmediate
    setInterval setTimeout window
""")
"""Of browsers and Node.js."""
