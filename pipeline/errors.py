"""The errors a user can meet, and the closed list of reasons an input can be set aside."""

from __future__ import annotations


class PipelineError(Exception):
    """Something a person must mend; its message is one sentence saying what, where and how."""

    exit_status = 1


class UsageError(PipelineError):
    """An argument, folder or model that cannot be used."""

    exit_status = 2


class SettingsError(UsageError):
    """The settings file is broken or names something unknown."""


class ResourceError(UsageError):
    """A data file (gazetteer, taxonomy, units …) is broken, or two rows contradict each other."""


class Interrupted(PipelineError):
    """The user asked to stop."""

    exit_status = 130


class ContractError(PipelineError):
    """A table breaks its contract; the message lists every broken rule with the rows."""


class InputError(PipelineError):
    """One input cannot be read; caught at the per-input boundary, which quarantines the input.

    Args:
        reason: a code of `REASONS`.
        detail: one sentence for a person.
    """

    def __init__(self, reason: str, detail: str) -> None:
        if reason not in REASONS:
            raise ValueError(f"unknown reason code {reason!r}")
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.reason, self.detail)


# Why an input was not released, and what its owner can do. The code stands in `sources.reason`.
REASONS: dict[str, str] = {
    "ignored": "The name matches the setting `ignore`; nothing needs doing.",
    "duplicate": "The same release stands in an earlier input; nothing needs doing.",
    "empty": "The input holds no characters; fetch or export it again.",
    "no-text": "Nothing but markup, menus or blanks was found; check that the page holds a release.",
    "text-lost": "Most of the page's text is missing from what was read; save the page again, or give its text alone.",
    "not-a-release": "A bot wall, error page, list of releases, law, report or empty shell; fetch the release itself.",
    "undecodable": "The bytes are not text in any encoding tried; convert the file to UTF-8.",
    "malformed": "The container or record does not parse; repair it or export it again.",
    "no-text-field": "A record has neither a text nor an html field; map its columns in the settings.",
    "not-a-page": "A part of a web archive or book is an error, a table of contents or no page; nothing needs doing.",
    "not-a-document": "A mail's picture, seal, invitation or receipt, which holds no release; nothing needs doing.",
    "truncated": "The file ends before its format says it should; fetch it again.",
    "encrypted": "The file is locked with a password; unlock it and run again.",
    "not-recognised": "A picture whose text was not recognised; run `make setup-ocr`, or take a clearer picture.",
    "unsupported": "No reader for this kind of file; convert it to text, HTML, JSON or CSV.",
    "too-large": "The input exceeds a limit of the settings; split it or raise the limit.",
    "too-deep": "Archives inside archives beyond the limit; unpack the outer ones first.",
    "unsafe-path": "An archive member points outside its archive or is a link; unpack it by hand.",
    "not-a-file": "Not a regular file (a link out of the folder, pipe, socket or device); copy the file itself.",
    "unreadable": "The system refused to read the file; check its permissions.",
    "vanished": "The file was gone or changed when it was read; run again.",
    "too-slow": "The input took longer than the limit of the settings; inspect or split it.",
    "out-of-memory": "The input needed more memory than the limit of the settings; split it or raise the limit.",
    "crashed": "The input ended the process that read it, twice; inspect it with care.",
    "failed": "The input met a fault in the pipeline; please report it with the detail.",
    "inconsistent": "What was found in it breaks the table contract: a fault of the pipeline; please report it.",
}
# Faults of the pipeline itself, which cost the release that met them and are told apart from faults of an input.
OWN_FAULTS: tuple[str, ...] = ("crashed", "failed", "inconsistent")
# Not the input's own doing, perhaps: the next run tries again.
RETRIED: tuple[str, ...] = ("crashed", "failed")
