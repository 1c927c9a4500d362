"""What stands between the browser and the explorer: it answers this machine alone, and nothing it serves can act.

A page of another site may try to read a service on localhost by renaming itself (DNS rebinding),
by embedding it, or by sending it requests or visitors; and a hostile title may try to run as a script.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_NAMES = ("localhost", "127.0.0.1", "[::1]")
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def content_policy(script_hashes: Iterable[str]) -> bytes:
    """Return a policy under which only the tool's own scripts run, and nothing is fetched from elsewhere."""
    scripts = " ".join(["'self'", *(f"'{value}'" for value in sorted(script_hashes))])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ).encode("ascii")


def guarded(app: App, *, port: int, policy: bytes, own_policy_under: str) -> App:
    """Return the application behind the guard.

    Args:
        port: the port that requests must name.
        policy: the content security policy of its pages.
        own_policy_under: path of the pages that carry a policy of their own.
    """
    hosts = {name.encode("ascii") for name in _NAMES} if port == 80 else set()
    hosts |= {f"{name}:{port}".encode("ascii") for name in _NAMES}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = [(name.lower(), value) for name, value in scope["headers"]]
        named = [value for name, value in headers if name == b"host"]
        sent = dict(headers)
        foreign = sent.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin")
        if len(named) != 1 or named[0].lower() not in hosts:
            await _refuse(send, 421, "This explorer answers only to localhost.")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, "This explorer only reads.")
        elif foreign:
            # A link of another site could carry a question of its own making, which costs time and memory.
            await _refuse(send, 403, "Another site may not send anybody here; open the address by hand.")
        else:
            own = scope["path"].startswith(own_policy_under)
            await app(scope, receive, _with_headers(send, b"frame-ancestors 'none'" if own else policy))

    return answer


def _with_headers(send: Send, policy: bytes) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(b"content-security-policy", policy), *_ALWAYS]
            replaced = {name for name, _ in ours} | {b"access-control-allow-origin"}
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in replaced]
            message = {**message, "headers": [*kept, *ours]}
        await send(message)

    return send_with


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_ALWAYS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode("utf-8")})
