"""The explorer: it reads, for this machine alone, and only its own scripts run."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.explore.database import MAX_CELL, cut
from pipeline.explore.guard import App, Message, Receive, Scope, Send, content_policy, guarded
from pipeline.explore.links import MAX_VALUE, bound, excerpt, search_words
from pipeline.explore.server import build_app, build_metadata
from pipeline.store import read_table
from pipeline.tables import TABLES

PORT = 8001
Headers = list[tuple[bytes, bytes]]


def ask(
    app: App, path: str, *, method: str = "GET", headers: Headers | None = None, query: str = ""
) -> tuple[int, dict[bytes, bytes], str]:
    """Send one request; return its status, headers and body."""
    sent: list[Message] = []
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": headers if headers is not None else [(b"host", f"localhost:{PORT}".encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_call(app, scope, receive, send))
    body = b"".join(m.get("body", b"") for m in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body.decode("utf-8", "replace")


async def _call(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


async def _says_hello(scope: Scope, receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/html"), (b"access-control-allow-origin", b"*")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})


HELLO = guarded(_says_hello, port=PORT, policy=content_policy(["sha256-x"]), own_policy_under="/report/")
HERE = (b"host", b"127.0.0.1:8001")


@pytest.mark.parametrize(
    ("headers", "method", "status"),
    [
        ([HERE], "GET", 200),
        ([(b"Host", b"LOCALHOST:8001")], "GET", 200),
        ([(b"host", b"[::1]:8001")], "HEAD", 200),
        ([(b"host", b"rebound.example:8001")], "GET", 421),
        ([(b"host", b"localhost:9000")], "GET", 421),
        ([(b"host", b"localhost")], "GET", 421),
        ([HERE, (b"host", b"rebound.example")], "GET", 421),
        ([], "GET", 421),
        ([HERE], "POST", 405),
        ([HERE], "DELETE", 405),
        ([HERE, (b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"cors"), (b"sec-fetch-dest", b"empty")], "GET", 403),
        ([HERE, (b"sec-fetch-site", b"same-site"), (b"sec-fetch-mode", b"no-cors"), (b"sec-fetch-dest", b"image")], "GET", 403),
        ([HERE, (b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"iframe")], "GET", 403),
        ([HERE, (b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"document")], "GET", 403),
        ([HERE, (b"sec-fetch-site", b"same-origin"), (b"sec-fetch-mode", b"cors")], "GET", 200),
    ],
)  # fmt: skip
def test_only_this_machine_is_answered_and_only_read(headers: Headers, method: str, status: int) -> None:
    assert ask(HELLO, "/", headers=headers, method=method)[0] == status


def test_pages_carry_a_policy_and_are_open_to_no_other_origin() -> None:
    _, headers, _ = ask(HELLO, "/press")
    assert b"script-src 'self' 'sha256-x';" in headers[b"content-security-policy"]
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert b"access-control-allow-origin" not in headers
    assert ask(HELLO, "/report/index.html")[1][b"content-security-policy"] == b"frame-ancestors 'none'"


def test_questions_and_facets_name_tables_and_columns_that_are_there() -> None:
    for name, table in build_metadata()["databases"]["press"]["tables"].items():
        assert set(table["facets"]) <= set(TABLES[name].column_names)
        assert table.get("sort_desc", TABLES[name].column_names[0]) in TABLES[name].column_names


@pytest.fixture(scope="module")
def explored(sample_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A copy, since the explorer writes its database beside the tables.
    return shutil.copytree(sample_report, tmp_path_factory.mktemp("explored") / "out")


@pytest.fixture(scope="module")
def app(explored: Path) -> App:
    return build_app(explored, port=PORT)


def test_the_database_has_every_row_and_finds_words(app: App, explored: Path) -> None:
    with sqlite3.connect(explored / "explore" / "press.sqlite") as db:
        for name in TABLES:
            assert db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] == len(read_table(explored, name))
        (n,) = db.execute("SELECT count(*) FROM releases_fts WHERE releases_fts MATCH 'cocaine'").fetchone()
    assert n >= 1


@pytest.mark.parametrize("question", build_metadata()["databases"]["press"]["queries"])
def test_every_question_is_answered(app: App, question: str) -> None:
    values = {"words": "police", "action": "arrested", "iso3": "ESP", "area": "drug-trafficking"}
    query = "&".join(["_shape=array", *(f"{k}={v}" for k, v in values.items())])
    status, _, body = ask(app, f"/press/{question}.json", query=query)
    assert status == 200, body
    assert body.startswith("[")


@pytest.mark.parametrize("query", ["_sort=nothing", "_sort_desc=nothing", "_sort=name&_sort_desc=name"])
def test_a_wrong_column_to_sort_by_is_the_askers_fault(app: App, query: str) -> None:
    status, _, body = ask(app, "/press/people", query=query)
    assert status == 400
    assert "Cannot" in body


@pytest.mark.parametrize("words", ["%22", "'%3B+drop+table+releases%3B--", "a+AND", "*", "col%3A"])
def test_words_of_a_question_are_bound_never_spliced(app: App, words: str) -> None:
    status, _, body = ask(app, "/press/search_quotes.json", query=f"_shape=array&words={words}")
    assert status == 200, body
    assert ask(app, "/press/releases.json")[0] == 200


@pytest.mark.parametrize(
    "words", ["%22cocaine", "co%22caine", "%22%22", "", "%00", "cocaine+NOT", "%22drug+trafficking%22", "*%22("]
)
def test_any_words_may_be_searched(app: App, words: str) -> None:
    for path in (f"/press/search_releases?words={words}", f"/press/releases?_search={words}"):
        where, _, query = path.partition("?")
        status, _, page = ask(app, where, query=query)
        assert status == 200
        assert "fts5" not in page


def test_words_are_searched_as_they_stand() -> None:
    assert search_words('said "armed robbery" OR "port') == '"said" "armed robbery" "OR" "port"'
    assert search_words(None) == search_words('"" "') == '""'


def test_what_rose_says_of_how_many_and_on_what_evidence(app: App) -> None:
    for question in ("what_rose", "which_countries_rose"):
        rows = json.loads(ask(app, f"/press/{question}.json", query="_shape=array")[2])
        assert rows
        for row in rows:
            assert 0 <= row["last_12_months"] <= row["of_all_last"]
            assert 0 <= row["the_12_before"] <= row["of_all_before"]
            assert row["evidence"].startswith("releases.html#")
        assert [r["change_in_points"] for r in rows] == sorted((r["change_in_points"] for r in rows), reverse=True)
    assert '<a href="/report/releases.html#area=' in ask(app, "/press/what_rose")[2]


def test_a_scan_of_the_routes_fills_no_terminal(app: App, capfd: pytest.CaptureFixture[str]) -> None:
    for path in ("/nothing", "/press/nothing", "/press/releases/x", "/-/nothing", "/press.db", "/%1b[31m"):
        assert ask(app, path)[0] < 500
    said = capfd.readouterr()
    assert said.out + said.err == ""


@pytest.mark.parametrize("sql", ["delete+from+releases", "attach+'x'+as+y", "pragma+writable_schema=1", "select+load_extension('x')"])  # fmt: skip
def test_nothing_can_be_written(app: App, sql: str) -> None:
    assert ask(app, "/press.json", query=f"sql={sql}")[0] == 400


def test_a_release_leads_to_its_words(app: App, explored: Path) -> None:
    rid = read_table(explored, "releases", ["release_id"])["release_id"][0]
    page = ask(app, "/press/releases")[2]
    assert f'href="/report/release.html#{rid}"' in page
    assert 'type="search"' in page
    assert ask(app, "/report/release.html")[0] == 200


@pytest.mark.parametrize("path", ["/report/../press.duckdb", "/report/%2e%2e/press.duckdb", "/press.db"])
def test_files_beside_the_report_are_not_served(app: App, path: str) -> None:
    assert ask(app, path)[0] in (403, 404)


def test_without_a_report_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="make report"):
        build_app(tmp_path, port=PORT)


def test_scope_kinds_other_than_http_are_not_served() -> None:
    sent: list[Any] = []

    async def never() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_call(HELLO, {"type": "websocket", "headers": []}, never, send))
    assert sent == []


class TestBounds:
    """What a question may cost besides time."""

    @staticmethod
    def poisoned() -> sqlite3.Connection:
        db = sqlite3.connect(":memory:")
        db.execute("CREATE TABLE texts (text)")
        db.execute("INSERT INTO texts VALUES (?)", ("alpha " * 20_000,))
        db.execute("CREATE VIRTUAL TABLE texts_fts USING fts5(text, content=texts)")
        db.execute("INSERT INTO texts_fts(texts_fts) VALUES ('rebuild')")
        bound(db)
        return db

    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT zeroblob(1000000000)",
            "SELECT length(replace(replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000))), '0', '00000000'))",
            "SELECT snippet(texts_fts, 0, '[', ']', '...', 20) FROM texts_fts WHERE texts_fts MATCH 'alpha'",
            "SELECT highlight(texts_fts, 0, '[', ']') FROM texts_fts WHERE texts_fts MATCH 'alpha'",
            f"SELECT text LIKE '{'%a' * 500}b' FROM texts",
        ],
    )
    def test_a_costly_statement_is_refused(self, sql: str) -> None:
        with pytest.raises(sqlite3.Error):
            self.poisoned().execute(sql).fetchall()

    def test_search_stays_quick_on_a_text_of_one_word(self) -> None:
        db = self.poisoned()
        words = search_words('"' + "alpha " * 5_000 + '" ' + "alpha " * 5_000)
        assert words.count('"') <= 32
        began = time.process_time()
        db.execute("SELECT rowid FROM texts_fts WHERE texts_fts MATCH ?", (words,)).fetchall()
        assert time.process_time() - began < 5

    def test_an_overlong_text_is_never_made(self) -> None:
        assert self.poisoned().execute("SELECT length(printf('%1000000000d', 1))").fetchall() == [(None,)]

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("cocaine", "… was found with 40 kg of cocaine in the port …"),
            ('"40 kg" lorry', "40 kg of cocaine"),
            ("(*", "Officers"),
            ("", "Officers"),
        ],
    )
    def test_an_excerpt_shows_what_was_sought(self, words: str, shown: str) -> None:
        text = (
            "Officers spoke. " * 20
            + "A man was found with 40 kg of cocaine in the port of Almar. "
            + "It rained. " * 20
        )
        assert shown.strip("… ") in (excerpt(text, words) or "")

    def test_a_long_cell_is_cut_in_its_middle(self) -> None:
        text = "a" * MAX_CELL + "b" * MAX_CELL
        assert cut(text).startswith("aaa")
        assert cut(text).endswith("bbb")
        assert len(cut(text).encode()) < MAX_VALUE
        assert cut("short") == "short"
