"""Bodies: known ones, patterns, acronyms, and names that are none."""

from __future__ import annotations

import time

import pytest
import spacy
from spacy.language import Language

from pipeline.extract.annotations import mentions
from pipeline.extract.bodies.organisations import find_named, organisation_id
from pipeline.extract.mentions import OrganisationMention
from pipeline.extract.places import countries


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def organisations(blank: Language, text: str) -> list[OrganisationMention]:
    doc = blank(text)
    countries.annotate(doc)
    return find_named(doc)[0]


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("The FBI searched a flat.", "Federal Bureau of Investigation", "police", "USA"),
        ("The F.B.I. searched a flat.", "Federal Bureau of Investigation", "police", "USA"),
        ("Officers of the Royal Bahamas Police Force met.", "Royal Bahamas Police Force", "police", "BHS"),
        ("He works at the Ministry of Justice of Latvia.", "Ministry of Justice of Latvia", "government", "LVA"),
        ("Kenya’s Ministry of Oak Affairs said", "Ministry of Oak Affairs", "government", "KEN"),
        ("Oakdale Police Department officers came.", "Oakdale Police Department", "police", None),
        (
            "the U.S. Attorney’s Office for the District of Oregon said",
            "U.S. Attorney's Office for the District of Oregon",
            "judicial",
            "USA",
        ),
        ("City Council Member Ana Roe and the Oak Housing Authority", "Oak Housing Authority", "government", None),
        ("MAYOR VOWS TO FIGHT AGAINST OAKDALE POLICE", "OAKDALE POLICE", "police", None),
        ("the Elmford, Ohio Police Department met", "Elmford, Ohio Police Department", "police", None),
        ("in Elmford, Ohio Highway Patrol officers came", "Ohio Highway Patrol", "police", None),
        ("a Report of Foreign Bank Accounts; the Oakdale Police came", "Oakdale Police", "police", None),
        ("He owned Blue Kettle Trading LLC.", "Blue Kettle Trading LLC", "company", None),
        ("a loan from Nordlicht GmbH was paid", "Nordlicht GmbH", "company", None),
        ("a leader of the Sinaloa Cartel was held", "Sinaloa Cartel", "criminal", "MEX"),
        ("INTERPOL’s team", "INTERPOL", "international", None),
        (
            "The Central Office for the Fight against Oak Crime met.",
            "Central Office for the Fight against Oak Crime",
            "government",
            None,
        ),
        ("The Joint Operational Centre helped.", "Joint Operational Centre", "government", None),
        (
            "the Prosecution Office of the Court of Appeal",
            "Prosecution Office of the Court of Appeal",
            "judicial",
            None,
        ),
        (
            "the Oak Taskforce for Regional Auto-theft Prevention",
            "Oak Taskforce for Regional Auto-theft Prevention",
            "police",
            None,
        ),
        ("The Elm Task Force on Monday met.", "Elm Task Force", "police", None),
        ("the Directorate of Public Prosecution", "Directorate of Public Prosecution", "judicial", None),
        (
            "the Criminal Investigations and Intelligence Department",
            "Criminal Investigations and Intelligence Department",
            "police",
            None,
        ),
        ("An Elm Crimes Taskforce was set up.", "Elm Crimes Taskforce", "police", None),
        ("the Oakdale County Drug and Gang Task Force", "Oakdale County Drug and Gang Task Force", "police", None),
        ("Criminal Intelligence Service Austria came.", "Criminal Intelligence Service Austria", "government", "AUT"),
        ("The Elm Nation thanked them.", "Elm Nation", "government", None),
        ("The Oak Kings Nation fled.", "Oak Kings Nation", "criminal", None),
        ("An attack by a group called Oak Baron ended.", "Oak Baron", "criminal", None),
        ("a hacking collective known as “Oak Baron,” which hit firms", "Oak Baron", "criminal", None),
        ("Oak Baron, a Norland-based extortion gang, hid.", "Oak Baron", "criminal", None),
    ],
)
def test_found(blank: Language, text: str, name: str, kind: str, country: str | None) -> None:
    assert [(m.name, m.kind, m.country) for m in organisations(blank, text)] == [(name, kind, country)]


@pytest.mark.parametrize(
    "text",
    [
        "The police went to court.",
        "THOSE WHO COME TO US",
        "The Department said so. Police were there.",
        "The Russian Federation answered.",
        "Nobody in the company or the ministry knew.",
        "It has the mission to develop a High-Tech Nation.",
        "Agents of the FDA-OCI came.",
        "An organisation called Elm Friends plants trees.",
    ],
)
def test_none(blank: Language, text: str) -> None:
    assert organisations(blank, text) == []


def test_a_department_is_part_of_the_body_behind_it(blank: Language) -> None:
    found = organisations(blank, "the Cyber Department of the Oakdale Police; the Main Investigation Department of it")
    assert [(m.name, m.kind) for m in found][:2] == [("Cyber Department", "police"), ("Oakdale Police", "police")]


def test_a_group_that_is_called_so_is_named_again(nlp: Language) -> None:
    doc = nlp("The attack was claimed by a gang called Rex Baron. He was a member of Rex Baron.")
    assert [m.name for m in mentions(doc, "organisations")] == ["Rex Baron", "Rex Baron"]
    assert not mentions(doc, "people")


def test_acronym_introduced_by_the_release(blank: Language) -> None:
    found = organisations(blank, "The Anti-Fraud Coordination Agency (AFCA) met. Later AFCA left.")
    assert {m.name for m in found} == {"Anti-Fraud Coordination Agency"}
    assert {m.acronym for m in found} == {"AFCA"}
    assert len({m.organisation_id for m in found}) == 1


def test_lost_apostrophe_parts_two_bodies(blank: Language) -> None:
    found = organisations(
        blank, "the Department of Justices Office of Oak Affairs and the United States Attorneys Office"
    )
    assert [m.name for m in found] == ["Department of Justice", "Office of Oak Affairs", "U.S. Attorney's Office"]


def test_title_before_a_body_is_not_its_name(blank: Language) -> None:
    assert [m.name for m in organisations(blank, "Director Oakdale Police Department")] == ["Oakdale Police Department"]


def test_id_is_the_same_in_every_release(blank: Language) -> None:
    one = organisations(blank, "The FBI came.")[0]
    other = organisations(blank, "The Federal Bureau of Investigation came.")[0]
    assert one.organisation_id == other.organisation_id == "federal-bureau-of-investigation"
    assert organisation_id("Polícia Judiciária") == "policia-judiciaria"


def test_no_name_crosses_a_paragraph(blank: Language) -> None:
    text = "Ministry of\n\nJustice. Oakdale\n\nPolice Department"
    assert all("\n\n" not in text[m.start : m.end] for m in organisations(blank, text))


def test_linear(blank: Language) -> None:
    def seconds(n: int) -> float:
        doc = blank("Kenya Police and Ministry of Oak (MOO) of Operation Fern " * n)
        countries.annotate(doc)
        started = time.process_time()
        find_named(doc)
        return time.process_time() - started

    seconds(10)
    assert seconds(2000) < 25 * seconds(200) + 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Air and Sea Rescue Centre (ASRC) was told. The ASRC agreed.", ["Air and Sea Rescue Centre"]),
        ("the Secretariat for the Defence of Harbours (SDH) met", ["Secretariat for the Defence of Harbours"]),
        ("Jane Doe Smith (JDS) left.", []),
        ("The first diver (swimmer) was robbed.", []),
        ("The Green Lake Unit (BCU) will lead.", []),
    ],
)
def test_a_body_is_known_by_the_acronym_behind_it(nlp: Language, text: str, names: list[str]) -> None:
    found = [m.name for m in mentions(nlp(text), "organisations") if m.rule == "acronym-behind"]
    assert found == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Oakdale Police came. The Oakdale Police Department left.", ["Oakdale Police Department"] * 2),
        (
            "Elm County District Attorney's Office spoke. The District Attorney's Office agreed.",
            ["Elm County District Attorney's Office"] * 2,
        ),
        # Two that it may be: neither.
        (
            "Oak High Court sat, then Fern High Court; the High Court agreed.",
            ["Oak High Court", "Fern High Court", "High Court"],
        ),
    ],
)
def test_a_short_form_has_the_fuller_name(blank: Language, text: str, names: list[str]) -> None:
    assert [m.name for m in organisations(blank, text)] == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Oakland Crime Investigation Agency came.", "police"),
        ("The Oakland Harbour Agency came.", "government"),
        ("The Office of Criminal Investigations came.", "police"),
        ("The Office of Criminal Statistics came.", "government"),
        ("The Reserve Bank of Oakland came.", "government"),
        ("The Department of Justice came.", "government"),
        ("The INTERPOL Harbour Crime Centre came.", "international"),
    ],
)
def test_kinds_by_work_and_owner(blank: Language, text: str, kind: str) -> None:
    assert [m.kind for m in organisations(blank, text)] == [kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cars were stolen across the European Union.", False),
        ("The European Union funded the boats.", True),
        ("He offered the ring on Facebook.", False),
        ("He sued Facebook.", True),
        ("He drove a Toyota.", False),
        ("The Toyota Camry was found.", False),
        ("Prosecutors sued Toyota on Monday.", True),
        ("WHO: Jane Doe", False),
        ("The WHO agreed.", True),
    ],
)
def test_a_body_is_told_of_as_one(blank: Language, text: str, found: bool) -> None:
    assert bool(organisations(blank, text)) is found


def test_an_office_of_a_district_behind_a_comma(blank: Language) -> None:
    names = [m.name for m in organisations(blank, "U.S. Attorney's Office, Northern District of Elmland")]
    assert names == ["U.S. Attorney's Office for the Northern District of Elmland"]


def test_no_half_of_a_known_name(blank: Language) -> None:
    names = [m.name for m in organisations(blank, "the Office of U.S. Customs and Border Protection said")]
    assert names == ["U.S. Customs and Border Protection"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the National Institute for Harbour Studies met", "National Institute for Harbour Studies"),
        ("Officers of the Des Oaks Police Department came.", "Des Oaks Police Department"),
        ("It was Elm Eve. The Oakdale Police Department came.", "Oakdale Police Department"),
        ("the Public Prosecutor's Office Elmstadt met", "Public Prosecutor's Office Elmstadt"),
        ("the Elmstadt Public Prosecutor's Office met", "Elmstadt Public Prosecutor's Office"),
        ("Supreme Court Judge Mara Lund", "Supreme Court"),
        ("the Department of Oak Affairs Is Awarding Grants", "Department of Oak Affairs"),
        ("the Department of Oak Affairs Secretary Mara Lund", "Department of Oak Affairs"),
    ],
)
def test_where_a_name_begins_and_ends(blank: Language, text: str, name: str) -> None:
    assert [m.name for m in organisations(blank, text)] == [name]


@pytest.mark.parametrize("text", ["a Foreign Terrorist Organization (FTO)", "the Elm Union Rights Act (EURA)"])
def test_an_acronym_behind_no_body(blank: Language, text: str) -> None:
    assert organisations(blank, text) == []


def test_a_bureau_of_a_district_attorney_is_judicial(blank: Language) -> None:
    assert [m.kind for m in organisations(blank, "the District Attorney's Harbour Bureau met")] == ["judicial"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # gangs by the word behind their names
        ("Members of the Mad Stone Boys (MSB) street and prison gang met.", ["Mad Stone Boys"]),
        ("Members of the violent street gang met.", []),
        ("Police held the 12-man gang and the Albanian gang.", []),
        # an office with its holder is no body; parliaments and governments are
        ("The Office of Senator the Hon Mira Cask answered.", []),
        ("The Elmland General Assembly met the Rudd Government.", ["Elmland General Assembly", "Rudd Government"]),
        # a town before its state
        ("The Elmford, Virginia, Police Department came.", ["Elmford, Virginia, Police Department"]),
        ("The Elmford, South Carolina Police Department came.", ["Elmford, South Carolina Police Department"]),
        # units that share their owner
        ("The FBIs Elmford and Oakdale Divisions came.", ["Elmford Division", "Oakdale Division"]),
        ("The Elmford and Oakdale Divisions of the Harbour Club came.", []),
        # plain words that are bodies, and longer names that hold them
        ("The Senate sent it to Congress.", ["Senate", "Congress"]),
        ("The World Congress on Crime met.", []),
        ("Fish swim up to the Army Corner.", []),
        # two bodies that an "and" joins; a state's department
        (
            "The Department of Justice and Internal Revenue Service came.",
            ["Department of Justice", "Internal Revenue Service"],
        ),
        ("The Elmland State Department of Health came.", ["Department of Health"]),
        ("Which Supreme Court ruled?", ["Supreme Court"]),
        ("The Democrats Welcome Limited Release of Men", []),
        ("He called for a Royal Commission.", []),
        ("He told the Refugee Council of Elmland so.", ["Refugee Council of Elmland"]),
        # owners, openers and endings of names
        ("The District Attorney's Elm Frauds Bureau met.", ["Elm Frauds Bureau"]),
        ("The Elm County District Attorney's Office met.", ["Elm County District Attorney's Office"]),
        ("The Senate Select Committee on Oak Affairs met.", ["Senate Select Committee on Oak Affairs"]),
        ("They built an Oak Alliance against Harbour Theft Online.", ["Oak Alliance against Harbour Theft Online"]),
        ("A Scheme Targeting Oakdale Federal Credit Union", ["Oakdale Federal Credit Union"]),
        ("The team of President Noors Harbour Theft Task Force met.", ["Harbour Theft Task Force"]),
        ("The United States Postal Service came.", ["U.S. Postal Service"]),
        ("Oakdale Church Pastor Karl Noor spoke.", ["Oakdale Church"]),
        (
            "She left Oak Hill Middle School for the Elm County Board of Supervisors.",
            ["Oak Hill Middle School", "Elm County Board of Supervisors"],
        ),
        (
            "Records of the Elm County Housing Court and the Oakdale Youth Court show it.",
            ["Elm County Housing Court", "Oakdale Youth Court"],
        ),
        ("He crashed a white Toyota truck.", []),
        (
            "Ada Lind, Commissioner, New York City Elm Police Department, spoke.",
            ["New York City Elm Police Department"],
        ),
    ],
)
def test_names_of_many_kinds(blank: Language, text: str, names: list[str]) -> None:
    found = [m.name for m in organisations(blank, text)]
    assert [name for name in dict.fromkeys(found) if name not in ("Federal Bureau of Investigation",)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("U.S. Army Sergeant Jon Roe was jailed.", ["U.S. Army"]),
        ("Members of the Elmland State Police SWAT team came.", ["Elmland State Police"]),
        ("It went to the National Reef and Harbour Foundation.", ["National Reef and Harbour Foundation"]),
        ("Lamp House, an Elmland Corporation, will pay.", []),
        ("The market eBay agreed.", ["eBay"]),
    ],
)
def test_ranks_teams_pairs_and_common_forms(blank: Language, text: str, names: list[str]) -> None:
    assert [m.name for m in organisations(blank, text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # "and" behind a comma or a whole body opens another body
        (
            "the FBI, and Fernley Police Department came",
            ["Federal Bureau of Investigation", "Fernley Police Department"],
        ),
        ("Oakdale Police and Fernley Police Department came", ["Oakdale Police", "Fernley Police Department"]),
        ("the Ohio Department of Revenue met", ["Ohio Department of Revenue"]),
        ("the New Jersey Department of Justice met", ["New Jersey Department of Justice"]),
        ("COLUMBUS, OHIO Department of Oak Affairs", ["Department of Oak Affairs"]),
        ("the Elm County Department of Oak Health met", ["Elm County Department of Oak Health"]),
        ("the Elm County (Ohio) Sheriff’s Office met", ["Elm County (Ohio) Sheriff's Office"]),
        ("the Elmford (Boats) Police came", []),
        ("the Office of Vessel Theft and Harbour Affairs met", ["Office of Vessel Theft and Harbour Affairs"]),
        ("the Office of Vessel Theft and Oak Park", ["Office of Vessel Theft"]),
        (
            "the Office of Inspector General and Harbour Affairs",
            ["Office of Inspector General"],
        ),
        ("the Department of Justice Files Oak Suit", ["Department of Justice"]),
        ("the U.S. Drug Enforcement Administration met", ["Drug Enforcement Administration"]),
        ("U.S. Department\n\nof Justice", []),
        ("Court Hears Suit Against Blue Kettle Company", ["Blue Kettle Company"]),
        ("the District’s Elm Task Force met", ["Elm Task Force"]),
        ("Germany: Federal Criminal Office (Bundeskriminalamt)", ["Bundeskriminalamt"] * 2),
        ("Netherlands: National Police (Politie) and a National Police", ["Politie", "Politie", "National Police"]),
        ("the Oakdale Police (FBI) met", ["Oakdale Police", "Federal Bureau of Investigation"]),
        ("the Prosecutor General’s Office Elmstadt am Fluss met", ["Prosecutor General's Office Elmstadt am Fluss"]),
        (
            "the U.S. Attorney’s Offices for the Northern District of Ohio, District of Oregon, and District of Columbia",
            [
                "U.S. Attorney's Office for the Northern District of Ohio",
                "U.S. Attorney's Office for the District of Oregon",
                "U.S. Attorney's Office for the District of Columbia",
            ],
        ),
    ],
)
def test_names_end_where_they_end(blank: Language, text: str, names: list[str]) -> None:
    assert [m.name for m in organisations(blank, text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Brodwickx ransomware group and APT 97, or APT97", ["Brodwickx", "APT97", "APT97"]),
        ("the Marsh Harrier hacking collective", ["Marsh Harrier"]),
        ("the Brodwickx and 9Heron ransomware groups", ["Brodwickx", "9Heron"]),
        ("the “Brodwickx” crew and a “new” crew", ["Brodwickx"]),
        ("the Russian and Iranian hacking groups", []),
        ("Several ransomware groups and a Kenyan hacking group", []),
    ],
)
def test_groups_by_the_words_behind(blank: Language, text: str, names: list[str]) -> None:
    assert [(m.name, m.kind) for m in organisations(blank, text)] == [(name, "criminal") for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "the Belgian Institute for Oak Services and Telecommunications",
            ["Belgian Institute for Oak Services and Telecommunications"],
        ),
        ("the Elm Commission for Oak Safety and Boats", ["Elm Commission for Oak Safety"]),
        ("the Oak Security Agency of Kenya", ["Oak Security Agency of Kenya"]),
        ("the Kenyan Oak Police of the Kenyan Republic", ["Kenyan Oak Police"]),
        (
            "the Office of Oak Affairs of the Elmford Police Department",
            ["Office of Oak Affairs", "Elmford Police Department"],
        ),
        ("the Supreme Court of September 14", ["Supreme Court"]),
        ("the Ohio State Department of Corrections", ["Ohio State Department of Corrections"]),
        ("the Elmford Bureau of Police", ["Elmford Bureau of Police"]),
        ("the Cyber Department of the Oakland Police", ["Cyber Department", "Oakland Police"]),
        ("the Russia-Based Group Evil Corp", ["Evil Corp"]),
        ("at www.OIG.FBI.GOV today", []),
        (
            "helped by Microsoft, Brodwickx, Lund Harbour and Google",
            ["Microsoft", "Brodwickx", "Lund Harbour", "Google"],
        ),
        ("helped by Microsoft, Kenya, Monday and Google", ["Microsoft", "Google"]),
    ],
)
def test_names_go_on_as_far_as_they_go(blank: Language, text: str, names: list[str]) -> None:
    assert [m.name for m in organisations(blank, text)] == names


def test_the_police_of_a_university(blank: Language) -> None:
    found = organisations(blank, "the University of Elmford Police Department came")
    assert [(m.name, m.kind) for m in found] == [("University of Elmford Police Department", "police")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Elm Secrecy Act (ESA) and Oak Bank Act (OBA)", []),
        ("the Bureau of Oak Affairs Officer Faces Charges", ["Bureau of Oak Affairs"]),
        ("Ministry of Oak Affairs Issued Orders", ["Ministry of Oak Affairs"]),
        ("Violent Oak Trading Company Indicted", []),
        ("the Council of Europe Conventions", ["Council of Europe"]),
        ("the Ministry of Security and Justice met", ["Ministry of Security and Justice"]),
        ("the Ministry of Security and Justice Mara Lund", ["Ministry of Security"]),
        ("Elm County (Ohio) Oak Task Force came", ["Elm County (Ohio) Oak Task Force"]),
        ("the Office of Oak Affairs of the Department", ["Office of Oak Affairs"]),
        ("Gold Gymnast The Oak Players Association", ["Oak Players Association"]),
        ("the Oakdale Coalition of Boat Owners", ["Oakdale Coalition of Boat Owners"]),
        ("Decree Establishing Oak Security Agency", ["Oak Security Agency"]),
        (
            "the U.S. Attorneys Office in the Western District of Elmland",
            ["U.S. Attorney's Office for the Western District of Elmland"],
        ),
        ("Damaging Computers Of Oak Valley Company", []),
        ("the U.S. Embassy in Elmford", ["U.S. Embassy"]),
        ("the Criminal Division Office of Oak Affairs", ["Criminal Division", "Office of Oak Affairs"]),
        ("Torsay’s Federal Office of Oak", ["Federal Office of Oak"]),
        ("the former CEO of Blue Kettle, Inc.", ["Blue Kettle, Inc."]),
    ],
)
def test_headlines_and_laws_are_no_part_of_names(blank: Language, text: str, names: list[str]) -> None:
    assert [m.name for m in organisations(blank, text)] == names


def test_a_european_network_is_international(blank: Language) -> None:
    found = organisations(blank, "the European Harbour Network (EHN) met")
    assert {(m.name, m.kind) for m in found} == {("European Harbour Network", "international")}


def test_a_corporation_with_an_acronym_is_a_company(blank: Language) -> None:
    text = "the Elm Trails and Travel Corporation (ETTC)"
    assert {m.kind for m in organisations(blank, text)} == {"company"}


def test_the_office_of_a_prosecutor_is_judicial(blank: Language) -> None:
    text = "The Office of the Prosecutor General of Kenya met."
    assert [m.kind for m in organisations(blank, text)] == ["judicial"]


def test_an_acronym_is_whose_the_release_says(blank: Language) -> None:
    text = "She works at the Elm County Social Services Agency (SSA). The SSA paid her."
    assert {m.name for m in organisations(blank, text)} == {"Elm County Social Services Agency"}


def test_an_acronym_in_a_line_of_capitals_is_a_word(blank: Language) -> None:
    assert organisations(blank, "BOTTLES HOLD DRY ICE\n\nCase 12 was told.") == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("PPO Redwell came; the Elm Public Prosecutor’s Office (PPO) met.", "PPO Redwell", "judicial"),
        ("the Harbour Crime Directorate of the Council of Europe", "Harbour Crime Directorate", "international"),
        ("INTERPOL’s Director of the Harbour Directorate came.", "Harbour Directorate", "international"),
        ("They sold it for the Redwell and Elmford Cartels.", "Redwell Cartel", "criminal"),
        ("I commend the Elm County Sheriff’s Office Drug and Gang Unit.", "Drug and Gang Unit", "police"),
    ],
)
def test_found_among_others(blank: Language, text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(m.name, m.kind) for m in organisations(blank, text)]
