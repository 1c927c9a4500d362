"""The clean-text stage: decoded raw texts to clean releases, each known once."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline import lookups
from pipeline.clean_text.clean import clean_release, rule_names
from pipeline.clean_text.corpus import settle
from pipeline.clean_text.duplicates import release_id, shingles, signature
from pipeline.clean_text.joined import facts_of
from pipeline.clean_text.language import choose_language
from pipeline.clean_text.repeats import RULE as REPEATED
from pipeline.clean_text.repeats import paragraph_hashes, publisher_key
from pipeline.config import Settings
from pipeline.errors import InputError, SettingsError
from pipeline.fingerprints import code_fingerprint
from pipeline.guesses import RULE as GUESSED
from pipeline.spans import write_spans
from pipeline.stages import StageCount
from pipeline.store import WorkStore, bytes_digest, digest, pack, unpack_text
from pipeline.watchdog import memory_limit, time_limit
from pipeline.workers import map_batches

Row = tuple[Any, ...]
# Source, key, packed raw text, whether it is markup, what the input states.
Task = tuple[str, str, bytes, bool, dict[str, str]]


def clean_one(
    raw: str, markup: bool, stated: dict[str, str], settings: Settings, *, source: str = ""
) -> dict[str, Any]:
    """Return a release's clean text with all that is known of it, as plain values.

    Args:
        source: the path of the input, whose names may hold the day of issue.
    """
    release = clean_release(raw, markup=markup, stated=stated, disabled_rules=settings.disabled_rules, source=source)
    text = release.mapped.text
    if release.no_release:
        raise InputError("not-a-release", f"What was found is {release.no_release}.")
    if not any(c.isalpha() for c in text):
        raise InputError("no-text", "Nothing but markup, menus, signs or blanks was found.")
    if release.lost:
        raise InputError("text-lost", "Most of the page's running text could not be told from its furniture.")
    if len(text) > settings.limits.release_chars:
        limit = settings.limits.release_chars
        raise InputError("too-large", f"A clean text of {len(text):,} characters exceeds the limit of {limit:,}.")
    return {
        "text": text,
        "pieces": release.mapped.to_pieces(),
        "encoding": stated.get("encoding"),
        "guessed": None if GUESSED in settings.disabled_rules else stated.get("guessed"),
        "n_chars_raw": len(raw),
        "title": release.title,
        "published": release.published.isoformat() if release.published else None,
        "published_via": release.published_via,
        "text_via": "recognised" if stated.get("text_via") == "recognised" else "read",
        "publisher": release.publisher,
        "url": release.url,
        "language": choose_language(
            text, stated=release.language, template=release.template_language, title=release.title
        ),
        "dateline_place": release.dateline_place,
        "dateline_country": release.dateline_country,
        "dateline_end": release.dateline_end,
        "doubtful": write_spans(release.doubtful),
        "contacts": [contact._asdict() for contact in release.contacts],
        "given": list(release.given),
        "n_repeated": 0,
    }


def clean_text(
    out: Path,
    *,
    settings: Settings = Settings(),
    force: bool = False,
    begun: Callable[[], None] | None = None,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> StageCount:
    """Clean every readable input of the ingest stage into `OUT/work/clean.sqlite`.

    The first input, in order of source, that holds a release gives it its text; the others are duplicates, and what
    they tell of it is joined. Then near-duplicates are marked over all releases, and paragraphs that their publishers
    repeat are taken out (`corpus.settle`).

    Args:
        begun: called before the first input is cleaned, where any is.
        progress: told how many of the inputs to be cleaned are done.

    Raises:
        SettingsError: a rule to be switched off does not exist.
    """

    lookups.use_folder(settings.resources.folder)
    # Those with a point in their name are rules of extractors.
    own = tuple(name for name in settings.disabled_rules if "." not in name)
    unknown = sorted(set(own) - set(rule_names()))
    if unknown:
        known = ", ".join(rule_names())
        raise SettingsError(f"The setting disabled_rules names no rule {', '.join(unknown)}; the rules are: {known}.")
    code = digest(code_fingerprint("clean-text"), own, settings.limits.release_chars)
    with (
        WorkStore(out, "ingest", readonly=True) as inputs,
        WorkStore(out, "clean") as store,
    ):
        content = inputs.finished()
        interrupted = store.state("finished") is None
        store.set_state("finished", None)
        before = {source: key.partition("+")[0] for source, key in store.ask("keys of sources")}
        lost = set(store.lost("source"))
        keys: dict[str, str] = {}
        todo: list[str] = []
        for source, content_key in inputs.ask("readable"):
            keys[source] = digest(code, content_key, source)
            if force or source in lost or before.get(source) != keys[source]:
                todo.append(source)
        reused, redone = len(keys) - len(todo), len(todo)
        if begun and todo:
            begun()
        done = 0
        for rows in map_batches(
            functools.partial(_clean_batch, settings),
            _tasks(inputs, todo, keys),
            n_items=len(todo),
            settings=settings,
            prepare=_load_resources,
            crashed=_crashed,
        ):
            store.put(rows)
            store.commit()
            done += len(rows)
            progress(done, len(todo))
        dropped = sorted(set(before) - set(keys))
        store.delete("source", dropped)
        store.commit()
        changed = bool(redone or dropped or interrupted)
        repeats = REPEATED not in settings.disabled_rules
        settle(inputs, store, share=settings.near_duplicate_share, repeats=repeats, changed=changed)
        ended = digest(content, code, settings.near_duplicate_share, store.lost("source"))
        store.finish(ended, made_from=content)
    return StageCount(reused, redone, len(dropped))


def _tasks(inputs: WorkStore, todo: list[str], keys: dict[str, str]) -> Iterator[Task]:
    for source in todo:
        raw, markup, stated = inputs.ask_one("raw and stated", source)
        yield source, keys[source], raw, bool(markup), json.loads(stated)


def _load_resources() -> None:
    """Read what cleaning reads, so that forked workers need not."""
    clean_release("<p>The minister spoke.</p>", markup=True, stated={})
    choose_language("The minister spoke.", stated="en")


def _clean_batch(settings: Settings, tasks: list[Task]) -> list[Row]:
    """Return one row per input, in order."""
    lookups.use_folder(settings.resources.folder)
    return [_row(source, key, unpack_text(raw), markup, stated, settings) for source, key, raw, markup, stated in tasks]


def _crashed(task: Task) -> list[Row]:
    detail = "The process that cleaned it died twice."
    return [_set_aside(*task[:2], "crashed", detail)]


def _row(source: str, key: str, raw: str, markup: bool, stated: dict[str, str], settings: Settings) -> Row:
    try:
        with time_limit(settings.limits.seconds), memory_limit(settings.limits.memory_bytes):
            release = clean_one(raw, markup, stated, settings, source=source)
            text = release["text"]
            payload = pack(release)
            return (
                source, key, release_id(text), release["published"], signature(shingles(text)), None, None, payload,
                publisher_key(release["publisher"], release["url"], source), paragraph_hashes(text), None,
                bytes_digest(payload), facts_of(release),
            )  # fmt: skip
    except InputError as error:
        return _set_aside(source, key, error.reason, error.detail)
    except Exception as error:  # the per-input boundary: a fault in cleaning stops one input only
        return _set_aside(source, key, "failed", f"{type(error).__name__}: {error}")


def _set_aside(source: str, key: str, reason: str, detail: str) -> Row:
    return (source, key, None, None, None, reason, detail, None, None, None, None, None, None)
