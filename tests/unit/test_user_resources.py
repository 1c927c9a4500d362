"""A user's own folder of resources: what it adds, changes and removes, and what it is refused for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline import fingerprints, lookups
from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.debris import rules
from pipeline.clean_text.language import language_code
from pipeline.config import Settings, load_settings, with_resources
from pipeline.errors import ResourceError
from pipeline.extract.annotations import mentions
from pipeline.extract.areas.areas import default_taxonomy, find_crime_areas
from pipeline.extract.bodies.organisations import annotate as annotate_organisations
from pipeline.extract.places.countries import annotate as annotate_countries
from pipeline.extract.reading import amounts
from pipeline.extract.reading.actions import action_table
from pipeline.overlay import Check
from pipeline.stages import STAGES

# One file of each kind, whose rows do all that a user's row may do.
GOOD = {
    "country_names.csv": "name,iso3,via,case,change\nSudkorea,KOR,name,capital,\nBurma,,,,remove\n",
    "country_guards.csv": "phrase,case,reason\nNorway Lobster,capital,food\n",
    "organisations.csv": (
        "name,acronym,kind,country,aliases\nHarbour Crime Task Group,HCTG,police,NZL,Harbour Group\n"
    ),
    "organisations_notes.txt": "not read",
    "crime_areas.yaml": """
areas:
  - slug: livestock-theft
    label: Livestock theft
    definition: Theft of cattle, sheep and the like.
    iccs: ["0502"]
    terms:
      strong: |
        cattle rustl*
        stolen sheep
  - slug: drug-trafficking
    terms:
      strong: |
        zombie powder
    exclude: |
      zombie powder museum
  - slug: sports-crime
    change: remove
  - slug: corruption
    change: replace
    label: Corruption and abuse of office
exclude: |
  stolen sheep festival
""",
    "debris.yaml": "- name: harbour-line\n  kind: line\n  patterns: ['harbour news ticker .*']\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A user's folder with good files; the project's resources hold again afterwards."""
    own = tmp_path / "mine"
    own.mkdir()
    for name, text in GOOD.items():
        (own / name).write_text(text, encoding="utf-8")
    yield own
    lookups.use_folder(None)


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def codes(nlp: Language, text: str) -> list[str]:
    doc = nlp(text)
    annotate_countries(doc)
    return [m.iso3 for m in mentions(doc, "countries")]


def areas(text: str) -> list[str]:
    return [row.area for row in find_crime_areas(text, taxonomy=default_taxonomy())[1]]


def refused(folder: Path, **files: str) -> str:
    """Return the message with which the folder's files are refused."""
    for path in folder.iterdir():
        path.unlink()
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError) as error:
        lookups.use_folder(folder)
    return str(error.value)


# --- what a folder does -------------------------------------------------------------------------


def test_a_new_spelling_an_exclusion_and_a_removed_name_of_countries(blank: Language, folder: Path) -> None:
    text = "Police of Sudkorea met those of Burma at the Norway Lobster restaurant in Lima, Peru."
    assert codes(blank, text) == ["MMR", "NOR", "PER"]
    lookups.use_folder(folder)
    assert codes(blank, text) == ["KOR", "PER"]
    lookups.use_folder(None)
    assert codes(blank, text) == ["MMR", "NOR", "PER"]


def test_a_new_organisation_is_known_by_name_acronym_and_alias(blank: Language, folder: Path) -> None:
    lookups.use_folder(folder)
    doc = blank("The Harbour Crime Task Group acted on Monday. HCTG officers and the Harbour Group were thanked.")
    doc[0].is_sent_start = True
    annotate_organisations(doc)
    found = {(m.name, m.kind, m.country) for m in mentions(doc, "organisations")}
    assert ("Harbour Crime Task Group", "police", "NZL") in found
    assert sum(m.name == "Harbour Crime Task Group" for m in mentions(doc, "organisations")) == 3


def test_crime_areas_are_added_extended_renamed_and_removed(folder: Path) -> None:
    text = "Two men were charged over cattle rustling; zombie powder and a fixed football match came to light."
    assert areas(text) == ["sports-crime"]
    lookups.use_folder(folder)
    assert areas(text) == ["drug-trafficking", "livestock-theft"]
    assert areas("He stole a cheque at the zombie powder museum and the stolen sheep festival.") == []
    assert "sports-crime" not in default_taxonomy().areas
    assert default_taxonomy().areas["corruption"].label == "Corruption and abuse of office"


def test_a_new_debris_rule_and_more_patterns_of_a_known_one(folder: Path) -> None:
    (folder / "debris.yaml").write_text(
        "- {name: breadcrumb, kind: line, patterns: ['where am i .*']}\n"
        "- {name: skip-link, kind: line, change: remove}\n",
        encoding="utf-8",
    )
    before = {(rule.name, rule.kind): rule.pattern for rule in rules()}
    lookups.use_folder(folder)
    after = {(rule.name, rule.kind): rule.pattern for rule in rules()}
    assert ("skip-link", "line") in before and ("skip-link", "line") not in after
    assert not before["breadcrumb", "line"].fullmatch("where am I now")
    assert after["breadcrumb", "line"].fullmatch("where am I now")
    assert after["breadcrumb", "line"].fullmatch("you are here")


def test_terms_and_phrases_are_taken_out(folder: Path) -> None:
    (folder / "crime_areas.yaml").write_text(
        "areas:\n  - slug: war-crimes\n    change: remove\n    terms:\n      strong: |\n        warlord*\n"
        "remove:\n  units: desk\n",
        encoding="utf-8",
    )
    assert areas("The warlord was arrested.") == ["war-crimes"]
    lookups.use_folder(folder)
    assert areas("The warlord was arrested.") == []
    assert areas("The genocide was denied.") == ["war-crimes"]
    assert "desk" not in default_taxonomy().units


def test_a_row_that_repeats_the_projects_does_nothing(folder: Path) -> None:
    (folder / "country_names.csv").write_text("name,iso3,via,case\nUK,GBR,abbreviation,exact\n", encoding="utf-8")
    shipped = lookups.table("country_names", key=("name",))
    lookups.use_folder(folder)
    assert lookups.table("country_names", key=("name",)) == shipped


def test_a_column_left_out_keeps_its_cell_when_a_row_is_replaced(folder: Path) -> None:
    (folder / "organisations.csv").write_text(
        "\ufeffname,aliases,change\nEuropol,EU police office,replace\n", encoding="utf-8"
    )
    lookups.use_folder(folder)
    row = next(r for r in lookups.table("organisations", key=("name",)) if r["name"] == "Europol")
    assert (row["kind"], row["aliases"]) == ("international", "EU police office")


def test_changed_files_are_read_again(blank: Language, folder: Path) -> None:
    lookups.use_folder(folder)
    (folder / "country_names.csv").write_text("name,iso3,via,case\nNorge,NOR,name,capital\n", encoding="utf-8")
    lookups.use_folder(folder)
    assert codes(blank, "From Norge to Sudkorea and Burma") == ["NOR", "MMR"]


# --- what it is refused for ---------------------------------------------------------------------


def test_all_contradictions_stand_in_one_message_with_file_and_line(folder: Path) -> None:
    message = refused(
        folder,
        country_names__csv=(
            "name,iso3,via,case,change\n"
            "Nederland,NLD,name,capital,\n"
            "Nederland,NLD,name,capital,\n"
            "Narnia,XNA,name,capital,\n"
            "UK,USA,abbreviation,exact,\n"
            "Deutsche,DEU,nickname,capital,\n"
            "Atlantis,,,,remove\n"
            "Belgique,BEL,name,capital,swap\n"
            "Schweiz,CHE\n"
            "german,AUT,name,any,\n"
        ),
        organisations__csv="name,acronym,kind,country,aliases\nBank of Hats,,shop,QQQ,\nEuro Police,EP,police,,EUROPOL\n",
        colours__csv="name\nred\n",
    )
    for part in (
        "country_names.csv, line 3: 'Nederland' stands in line 2 too",
        "country_names.csv, line 4: iso3 'XNA' is no known code",
        "country_names.csv, line 5: 'UK' is known already (GBR",
        "country_names.csv, line 6: via is 'nickname'; it may be name, abbreviation",
        "country_names.csv, line 7: there is no 'Atlantis' to remove",
        "country_names.csv, line 8: change is 'swap'",
        "country_names.csv, line 9: 2 cells under 5 columns",
        "country_names.csv, line 10: 'german' would mean both 'AUT' and 'DEU' (of demonyms.csv)",
        "organisations.csv, line 2: kind is 'shop'",
        "organisations.csv, line 2: country 'QQQ' is no known code",
        "organisations.csv, line 3: 'EUROPOL' would mean both 'Euro Police' and 'Europol'",
        "colours.csv: there is no resource of this name",
    ):
        assert part in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("areas:\n  - slug: hay\n    label: Hay\n", "line 2: the new area 'hay' lacks definition, iccs"),
        ("areas:\n  - {slug: corruption, label: Sleaze}\n", "line 2: corruption has another label already"),
        (
            "areas:\n  - slug: hay\n    label: Hay\n    definition: d\n    iccs: ['9999']\n",
            "line 2: '9999' is no code of the ICCS",
        ),
        (
            "areas:\n  - slug: war-crimes\n    terms:\n      medium: |\n        new thing\n        genocid*\n",
            "line 6: 'genocid*' is medium and strong in war-crimes",
        ),
        (
            "areas:\n  - slug: war-crimes\n    terms:\n      strong: |\n        old war\nexclude: old war\n",
            "line 5: 'old war' is a term of war-crimes and excluded as well",
        ),
        (
            "areas:\n  - slug: war-crimes\n    terms:\n      strong: |\n        good one\n        <nothing> war\n",
            "line 6: '<nothing> war': there is no set <nothing>",
        ),
        ("exclude: |\n  a* thing\n", "line 2: 'a* thing': a stem before * is too short or too long"),
        ("areas:\n  - {slug: hay, change: remove}\n", "line 2: there is no area 'hay' to remove"),
        ("areas:\n  - {slug: corruption, terms: {huge: x}}\n", "line 2: the strength 'huge' is unknown"),
        ("areas:\n  - {slug: corruption, yields_to: [hay]}\n", "line 2: it yields to 'hay', which is no area"),
        ("areas:\n  - {slug: corruption, color: red}\n", "line 2: an area has no 'color'"),
        ("area:\n  - {slug: corruption}\n", "line 2: 'area' is unknown"),
        ("remove:\n  exclude: |\n    no such phrase\n", "line 3: there is no 'no such phrase' in exclude to remove"),
        ("areas: [\n", "YAML"),
    ],
)
def test_a_contradiction_in_the_taxonomy_is_named_with_its_line(folder: Path, text: str, says: str) -> None:
    assert f"crime_areas.yaml, {says}" in refused(folder, crime_areas__yaml=text) or says == "YAML"


def test_broken_yaml_names_its_line(folder: Path) -> None:
    assert re.search(r"crime_areas\.yaml, line \d+: YAML: ", refused(folder, crime_areas__yaml="areas: [\n"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {name: x, kind: line, patterns: ['(']}\n", "line 1: a pattern is missing or no regular expression"),
        ("- {name: x, kind: paragraph, patterns: ['a']}\n", "line 1: the kind is 'paragraph'"),
        ("- {name: x}\n", "line 1: a rule has a name, a kind, patterns"),
        ("- {name: x, kind: line, change: remove}\n", "line 1: there is no rule 'x' of kind 'line' to remove"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(folder: Path, text: str, says: str) -> None:
    assert f"debris.yaml, {says}" in refused(folder, debris__yaml=text)


def test_lists_of_words_are_extended_and_cut(folder: Path) -> None:
    (folder / "glue.yaml").write_text("starters: [whereupon]\nremove:\n  starters: [this]\n", encoding="utf-8")
    lookups.use_folder(folder)
    starters = lookups.document("glue")["starters"]
    assert "whereupon" in starters and "this" not in starters and "these" in starters
    assert "there is no list 'stoppers'" in refused(folder, glue__yaml="stoppers: [a]\n")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "action_verbs",
            "action,form,particle,patient,reported\narrested,nabbed,,object,0\n",
            "'nabbed' is known already",
        ),
        (
            "action_verbs",
            "action,form,particle,patient,reported\nhexed,hexes,,object,0\n",
            "action 'hexed' is no known code",
        ),
        ("charge_links", "cue,link\ncharged,anent\ncharged,anent\n", "line 3: 'charged, anent' stands in line 2 too"),
        ("currency_forms", "code,kind,form\nEUR,sound,ding\n", "kind is 'sound'; it may be name, word, symbol"),
        ("item_categories", "category,noun\ngoods,pistol\n", "'pistol' is known already (firearms)"),
        ("substances", "substance,form\nheroin,cocaine\n", "'cocaine' is known already (cocaine)"),
        ("unit_forms", "unit,form\nkg,pounds\n", "'pounds' is known already (lb, 0)"),
    ],
)
def test_a_word_that_stands_already_is_refused(folder: Path, name: str, text: str, says: str) -> None:
    message = refused(folder, **{f"{name}__csv": text})
    assert f"{name}.csv, line" in message and says in message


def test_what_is_taken_out_takes_its_words_with_it(folder: Path) -> None:
    removed = {"actions": "action", "currencies": "code", "units": "unit", "languages": "code"}
    for (name, column), cell in zip(removed.items(), ("arrested", "SEK", "gallon", "sv"), strict=True):
        (folder / f"{name}.csv").write_text(f"{column},change\n{cell},remove\n", encoding="utf-8")
    lookups.use_folder(folder)
    assert "nabbed" not in action_table().verbs and "arrest" not in action_table().nouns
    grammar = amounts.grammar()
    assert "gallon" not in grammar.units and "swedish krona" not in grammar.by_name
    assert language_code("swe") is None


def test_a_refused_folder_leaves_what_held_before(blank: Language, folder: Path) -> None:
    refused(folder, country_names__csv="name,iso3,via,case\nNarnia,XNA,name,capital\n")
    assert codes(blank, "Narnia and Norway") == ["NOR"]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="does not exist"):
        lookups.use_folder(tmp_path / "none")


# --- settings, fingerprints, the schema ---------------------------------------------------------


def test_the_folder_of_the_settings_is_relative_to_them(tmp_path: Path) -> None:
    path = tmp_path / "press.toml"
    path.write_text('[resources]\nfolder = "mine"\n', encoding="utf-8")
    assert load_settings(path).resources.folder == tmp_path / "mine"
    assert with_resources(Settings(), Path("other")).resources.folder == Path("other")
    assert with_resources(Settings(), None).resources.folder is None


def test_touching_a_file_changes_the_fingerprints_of_the_stages_that_read_it(folder: Path) -> None:
    stages = tuple(STAGES)
    plain = {stage: fingerprints.code_fingerprint(stage) for stage in stages}
    lookups.use_folder(folder)
    with_own = {stage: fingerprints.code_fingerprint(stage) for stage in stages}
    changed = {stage for stage in stages if plain[stage] != with_own[stage]}
    assert changed == {s for s in stages if any(lookups.user_file(path) for path in fingerprints.shaping_files(s))}
    assert {"clean-text", "extract"} <= changed and not {"tabulate", "report"} & changed
    (folder / "organisations_notes.txt").write_text("changed", encoding="utf-8")
    lookups.use_folder(folder)
    assert with_own == {stage: fingerprints.code_fingerprint(stage) for stage in stages}


def test_every_table_declares_its_key_and_its_columns() -> None:
    for path in sorted(lookups.RESOURCES.glob("*.csv")):
        key = lookups.table_key(path.stem)
        assert key, path.name
        rows = lookups.read_csv(path, key=key)
        columns = {check.column for check in lookups.column_checks() if check.table == path.stem}
        assert columns <= set(rows[0]), path.name


@pytest.mark.parametrize("check", [c for c in lookups.column_checks() if c.rule in ("one_of", "code")], ids=str)
def test_the_projects_own_rows_keep_to_the_checks(check: Check) -> None:
    rows = lookups.table(check.table, key=lookups.table_key(check.table))
    if check.rule == "one_of":
        allowed = set(check.value.split())
    else:
        name, column = check.value.split(".")
        allowed = {row[column] for row in lookups.table(name, key=lookups.table_key(name))} | {""}
    assert {row[check.column] for row in rows} <= allowed


def test_a_name_of_furniture_counts_for_tags_that_were_read_before(folder: Path) -> None:
    source = (
        '<main><div class="quaybox"><p>Buy a ticket for the quay.</p></div><p>Two men were held on the quay.</p></main>'
    )
    assert "ticket" in clean_release(source, markup=True, stated={}).mapped.text
    (folder / "page_names.csv").write_text("name,kind\nquaybox,frame\n", encoding="utf-8")
    lookups.use_folder(folder)
    assert "ticket" not in clean_release(source, markup=True, stated={}).mapped.text
