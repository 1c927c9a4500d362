"""PDF files."""

from __future__ import annotations

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input


def pdf(*pages: str) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, text in enumerate(pages):
        font = "/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 600 800]"
        parts.append(f"<</Type/Page/Parent 2 0 R{font}/Contents {5 + 2 * n} 0 R>>")
        stream = f"BT /F 12 Tf 50 700 Td ({text}) Tj ET" if text else ""
        parts.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(parts) + 1
    end = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def test_pages_are_joined_by_form_feeds() -> None:
    (item,) = read_input("p.pdf", pdf("Page one.", "Page two."), Settings())
    assert (item.raw, item.format, item.markup) == ("Page one.\fPage two.", "pdf", False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(pdf(""), "empty"), (b"no pdf", "malformed"), (b"%PDF-1.4\n1 0 obj", "truncated")],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert [item.reason for item in read_input("p.pdf", data, Settings())] == [reason]
