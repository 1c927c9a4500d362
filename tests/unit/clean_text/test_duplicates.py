"""Near-duplicates are found at the share asked for, each pointing to the earliest."""

from __future__ import annotations

import random

from pipeline.clean_text.duplicates import find_near_duplicates, jaccard, shingles, signature


def text_of(seed: int, n_words: int = 300) -> list[str]:
    rng = random.Random(seed)
    return [f"w{rng.randrange(4000)}" for _ in range(n_words)]


def changed(words: list[str], n: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    copy = list(words)
    for at in rng.sample(range(len(words)), n):
        copy[at] = "changed"
    return copy


def find(texts: dict[str, list[str]]) -> dict[str, str]:
    hashes = {name: shingles(" ".join(words)) for name, words in texts.items()}
    return find_near_duplicates(((n, signature(h)) for n, h in hashes.items()), hashes.__getitem__, share=0.7)


def test_copies_with_few_changes_point_to_the_earliest() -> None:
    texts = {f"t{n}": text_of(n) for n in range(50)}
    copies = {f"c{n}": changed(texts[f"t{n}"], 6, n) for n in range(50)}
    again = {"again": changed(texts["t0"], 3, 99)}
    found = find({**texts, **copies, **again})
    truth = {
        name: f"t{name[1:]}"
        for name, words in copies.items()
        if jaccard(shingles(" ".join(words)), shingles(" ".join(texts[f"t{name[1:]}"]))) >= 0.7
    }
    assert len(truth) > 40
    missed = set(truth) - set(found)
    assert len(missed) <= 1
    assert {n: of for n, of in found.items() if n in truth} == {n: of for n, of in truth.items() if n in found}
    assert found["again"] == "t0"


def test_other_texts_and_empty_ones_are_left_alone() -> None:
    assert find({**{f"t{n}": text_of(n) for n in range(200)}, "e1": [], "e2": []}) == {}


def test_a_text_of_fewer_words_than_a_shingle_has_one() -> None:
    assert len(shingles("two words")) == 1


def test_many_versions_of_one_text_all_point_to_the_first() -> None:
    first = text_of(1)
    versions = {"v000": first, **{f"v{n:03d}": changed(first, 3, n) for n in range(1, 400)}}
    found = find(versions)
    assert found == {name: "v000" for name in versions if name != "v000"}
