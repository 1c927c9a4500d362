"""Names of many cultures are people; what bears a person's name is not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions


def found(nlp: Language, text: str) -> list[str]:
    return [p.name for p in mentions(nlp(text), "people")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Spanish and Portuguese double surnames
        (
            "The court sentenced José Ramón Gutiérrez de la Peña y Solís to six years.",
            ["José Ramón Gutiérrez de la Peña y Solís"],
        ),
        (
            "María del Carmen Ibarra Lozano and Juan de Dios Peralta were arrested in Cádiz.",
            ["María del Carmen Ibarra Lozano", "Juan de Dios Peralta"],
        ),
        ("João Pedro da Conceição Neto, of Recife, was held.", ["João Pedro da Conceição Neto"]),
        # patronymics
        (
            "Officers arrested Nurlan Bekzhanovich Sadykov and Aigerim Serikkyzy Tulegenova.",
            ["Nurlan Bekzhanovich Sadykov", "Aigerim Serikkyzy Tulegenova"],
        ),
        ("Guðrún Helga Þorsteinsdóttir, a customs officer, found it.", ["Guðrún Helga Þorsteinsdóttir"]),
        # Arabic and Malay order
        (
            "Police detained Abd al-Rahman bin Khalid al-Ghamdi on Monday.",
            ["Abd al-Rahman bin Khalid al-Ghamdi"],
        ),
        ("Sheikh Mansour bin Rashid Al Qubaisi signed the agreement.", ["Mansour bin Rashid Al Qubaisi"]),
        (
            "Siti Nurhaliza binti Abdullah and Muhammad Faiz bin Ismail were charged.",
            ["Siti Nurhaliza binti Abdullah", "Muhammad Faiz bin Ismail"],
        ),
        # East Asian order
        ("Park Jae-won, 34, and Lim Soo-yeon, 29, were charged in Busan.", ["Park Jae-won", "Lim Soo-yeon"]),
        ("WANG Xiaoming, a Chinese national, was extradited.", ["WANG Xiaoming"]),
        ("The victim, Nguyễn Thị Hồng Vân, had lived in Leeds.", ["Nguyễn Thị Hồng Vân"]),
        # particles
        ("Detectives identified the man as Ludo van den Heuvel-Jansen.", ["Ludo van den Heuvel-Jansen"]),
        ("Count Alexander von und zu Lichtenfels sold the painting.", ["Alexander von und zu Lichtenfels"]),
        (
            "The suspects are Thabo wa Modise, Sipho ka-Nkosi and Ayanda Zulu.",
            ["Thabo wa Modise", "Sipho ka-Nkosi", "Ayanda Zulu"],
        ),
        ("Prosecutor O’Shaughnessy called D’Angelo McCray to the stand.", ["O’Shaughnessy", "D’Angelo McCray"]),
        # nicknames, suffixes, capitals
        ("Robert “Bobby the Fish” Calabrese pleaded guilty to extortion.", ["Robert Calabrese"]),
        ("Dr. Martin L. van Houten Jr., M.D., surrendered his licence.", ["Martin L. van Houten Jr."]),
        ("PEDRO ALMEIDA, 45, and TANYA BROOKS, 39, were indicted.", ["PEDRO ALMEIDA", "TANYA BROOKS"]),
        # a given name that is a word
        ("Sheriff Summer Hollis said the road was closed.", ["Summer Hollis"]),
        ("Constable Hone Parata found the dog.", ["Hone Parata"]),
        ("Chief Joy Brightwater was sworn in.", ["Joy Brightwater"]),
        ("Ms Gulnara Akhmetova chairs the committee.", ["Gulnara Akhmetova"]),
        # lists of defendants
        (
            "Defendants: Carl Ames, 44, of Dover; Lisa Ann Poe, 31, of Camden; and Wu Min, 50, of Newark.",
            ["Carl Ames", "Lisa Ann Poe", "Wu Min"],
        ),
    ],
)
def test_names_of_many_cultures(nlp: Language, text: str, names: list[str]) -> None:
    assert found(nlp, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The Gambino family was fined by the court.",
        "Officers raided the Martinez Brothers warehouse in Austin.",
        "The Rodriguez Gacha cartel moved the cocaine.",
        "Operation Ana Rosa led to nine arrests.",
        "The law, known as Megan’s Law, was passed in 1996.",
        "The Robert F. Kennedy Bridge was closed on Sunday.",
        "The vessel Maria Cristina was boarded off Malta.",
        "The ferry MS Anna Sofia sank.",
        "The yacht Lady Diana was seized in Port Louis.",
        "The Adam Walsh Act requires registration.",
        "The Martin Ennals Award went to a lawyer.",
        "The John Jay College of Criminal Justice hosted the meeting.",
        "He studied at Johns Hopkins University and worked for Ernst & Young.",
        "The San Pedro Garza police found the car in San Juan del Río.",
        "They met on Martin Luther King Boulevard near George Bush Airport.",
        "The Sinaloa Cartel and the Hells Angels share routes.",
        "A Louis Vuitton bag, a Calvin Klein coat and Michael Kors watches were seized.",
        "The Walter Reed Medical Center was searched.",
        "Hurricane Maria struck Puerto Rico, and Tropical Storm Isaac followed.",
        "Goldman Sachs, Charles Schwab and Morgan Stanley were informed.",
        "Saint Petersburg police and Santa Barbara deputies met.",
        "The Harvey Milk Stamp and the Rosa Parks Prize were shown.",
        "An Garda Síochána and Policía Nacional met.",
        "The Amber Alert was issued in Virginia Beach.",
        "The murders of the Clutter family shocked Kansas.",
        "The Emmett Till Unsolved Civil Rights Crime Act was signed.",
    ],
)
def test_what_bears_a_name_is_no_person(nlp: Language, text: str) -> None:
    assert found(nlp, text) == []
