"""What the components that stand in for the model's own share: they work on a batch of documents at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from spacy.tokens import Doc


class BatchComponent(ABC):
    """A pipeline component that sets something on all documents of a batch together."""

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        self._read([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Read a stream of documents, batch by batch."""
        documents = iter(stream)
        while batch := list(islice(documents, batch_size)):
            self._read(batch)
            yield from batch

    @abstractmethod
    def _read(self, docs: Sequence[Doc]) -> None: ...
