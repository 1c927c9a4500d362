"""Outcomes: what was done, to how many, and what is part of what."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from pipeline.extract.annotations import rows_from_doc


def _rows(nlp: Language, text: str) -> list[dict[str, Any]]:
    return rows_from_doc(nlp(text))["outcomes"]


def _brief(nlp: Language, text: str) -> list[tuple[str, float | None, bool, str | None]]:
    return [(r["action"], r["value"], r["implied"], r["vague"]) for r in _rows(nlp, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A courier was arrested in Porto.", [("arrested", 1, True, None)]),
        ("Several smugglers were detained.", [("detained", None, False, "several")]),
        ("A patrol detained a number of smugglers.", [("detained", None, False, "a number of")]),
        ("Troops detained pirates near the port.", [("detained", None, False, None)]),
        ("Police captured a ringleader and two couriers.", [("captured", 1, True, None), ("captured", 2, False, None)]),
        ("No smugglers were arrested.", []),
        ("Officers will arrest 20 suspects.", []),
        ("They launched an operation to capture a ringleader.", []),
        ("A warrant for the arrest of two men was issued.", []),
        ("He is accused of killing two people.", [("killed", 2, False, None)]),
    ],
)
def test_outcomes(nlp: Language, text: str, expected: list[tuple[str, float | None, bool, str | None]]) -> None:
    assert _brief(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Police made 574 arrests, including 120 in Ghana.",
        "Police detained 30 smugglers, including 12 minors.",
        "Police rescued 30 victims, of whom four were children.",
    ],
)
def test_parts_point_to_their_whole(nlp: Language, text: str) -> None:
    whole, part = _rows(nlp, text)
    assert whole["part_of"] is None and part["part_of"] == whole["outcome_id"]


def test_parts_that_add_up_to_a_total_are_linked(nlp: Language) -> None:
    rows = _rows(nlp, "The operation led to 267 arrests. In Chile 53 men were arrested, in Peru 214 men were arrested.")
    assert [(r["value"], r["part_of"]) for r in rows] == [(267, None), (53, 1), (214, 1)]


def test_a_result_told_twice_is_one_row(nlp: Language) -> None:
    text = (
        "Courier arrested in Porto\n\n"
        "A courier was arrested in Porto on Monday after officers followed a shipment of resin from the harbour to a flat in the old town.\n\n"
        "The courier was arrested at the door."
    )
    assert [r["action"] for r in _rows(nlp, text)] == ["arrested"]


def test_further_people_are_a_row_of_their_own(nlp: Language) -> None:
    text = "Police arrested two couriers. Officers later arrested two other couriers."
    assert [r["value"] for r in _rows(nlp, text)] == [2, 2]


LEAD = "Several smugglers were arrested on Monday after officers followed a lorry from the harbour to a yard in the old town of Varna, police said."


def test_details_told_after_the_lead_are_parts_of_what_it_sums_up(nlp: Language) -> None:
    rows = _rows(nlp, f"{LEAD}\n\nThree smugglers were arrested at the yard.")
    assert [(r["vague"], r["value"], r["part_of"]) for r in rows] == [("several", None, None), (None, 3, 1)]


def test_other_people_than_the_lead_names_are_no_part_of_it(nlp: Language) -> None:
    rows = _rows(nlp, f"{LEAD.replace('Several smugglers', 'Four men')}\n\nTwo women were arrested at the yard.")
    assert [(r["value"], r["part_of"]) for r in rows] == [(4, None), (2, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An inspection found two phones, a laptop, a thumb drive and a wallet.", [2, 1, 1, 1]),
        ("Officers seized three pistols, a rifle, $4,000 in cash and a luxury car.", [3, 1, 4000, 1]),
        ("Police seized a pistol and magazine.", [1, 1]),
        ("Police recovered a gun and ammunition.", [1, None]),
    ],
)
def test_each_thing_of_a_list_is_a_row(nlp: Language, text: str, expected: list[float | None]) -> None:
    assert [row["value"] for row in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He fleeced investors of $10 million.", [("defrauded", 10_000_000)]),
        ("She was swindled out of her savings of £20,000.", [("defrauded", 20_000)]),
        ("A widow was conned into paying out USD 15.4 million.", [("defrauded", 1), ("lost", 15_400_000)]),
        ("The scheme cost the state $5 million.", [("lost", 5_000_000)]),
        ("They extracted $4 million from victims.", [("lost", 4_000_000)]),
        # near misses
        ("The building cost the state $5 million.", []),
        ("They took $4 million to the bank.", []),
        ("A jury awarded damages against the firm in the amount of $5.2 million.", []),
    ],
)
def test_what_somebody_was_cheated_of(nlp: Language, text: str, expected: list[tuple[str, float]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The scheme harmed homeowners.",
        "The plan starts with the identification of students.",
        "A video that captured the victim was shown.",
        "Conflicts over a group were resolved.",
    ],
)
def test_what_is_told_and_no_outcome(nlp: Language, text: str) -> None:
    assert _rows(nlp, text) == []


def test_a_passenger_is_searched_and_the_length_of_a_ship_is_no_number_of_ships(nlp: Language) -> None:
    assert _brief(nlp, "It began after a search of a passenger at the airport.") == [("searched", 1, True, None)]
    assert _rows(nlp, "Officers searched the 45-metre vessel.") == []


def test_they_are_the_people_counted_last(nlp: Language) -> None:
    rows = _rows(nlp, "Police stopped three men on the road. They were later arrested.")
    assert [(row["action"], row["value"]) for row in rows] == [("stopped", 3), ("arrested", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An Elmford, Ohio certified public accountant was sentenced on Monday.", [("sentenced", 1)]),
        ("Two Elmford, Ohio, men were arrested on Monday.", [("arrested", 2)]),
        ("A Hull tax preparer was indicted for fraud.", [("indicted", 1)]),
        ("The report was released. A fee was charged.", []),
        ("Eighteen victims sent some $9,000 to him.", [("lost", 9000)]),
    ],
)
def test_homes_before_nouns_and_unknown_callings(nlp: Language, text: str, expected: list[tuple[str, float]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


def test_an_exact_sum_wins_over_a_rounded_one(nlp: Language) -> None:
    text = "She embezzled nearly $160,000 in funds. In all she embezzled approximately $159,821.90 from the club."
    assert [row["value"] for row in _rows(nlp, text)] == [159_821.9]
    text = "She embezzled nearly $160,000 in funds. Later she embezzled approximately $150,000 from the club."
    assert len(_rows(nlp, text)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Agents executed a search warrant at his residence on Monday.", [("searched", 1)]),
        ("Officers executed 12 search warrants.", [("searched", 12)]),
        ("He was ordered detained on Monday.", [("detained", 1)]),
        ("She paid a stranger to have her rival killed.", []),
        ("Two other men charged in May, Jon Roe and Al Poe, pleaded guilty to fraud.", [("pleaded_guilty", 2)]),
        ("In determining the sentence for both defendants, the court will weigh the rules.", []),
    ],
)
def test_warrants_orders_and_what_is_to_come(nlp: Language, text: str, expected: list[tuple[str, float]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


def test_a_second_clause_takes_its_own_subject(nlp: Language) -> None:
    text = "A girl was taken into foster care and Robinson and Garcia were arrested at the hotel."
    assert [text[row["start"] : row["end"]] for row in _rows(nlp, text)] == ["Robinson", "Garcia"]


def test_a_notice_is_no_find(nlp: Language) -> None:
    assert [row["item"] for row in _rows(nlp, "Officers found notice of a refund and seized two cars.")] == ["cars"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # codes of currencies, with and without a hedge
        ("The raid led to the seizure of over EUR 8 million in cash.", [("seized", 8e6)]),
        ("The bank facilitated the laundering of approximately EUR 90 million.", [("laundered", 9e7)]),
        ("Officers seized around EUR 5 million in cash, 3 cars and over USD 2 million in crypto assets.",
         [("seized", 5e6), ("seized", 3), ("seized", 2e6)]),
        ("The attacks caused firms to suffer more than $71 million in losses.", [("lost", 7.1e7)]),
        # clauses that follow one another
        ("Police stopped the vehicle and Omar Khel, Ada Lind, and Marek Duval, were taken into custody.",
         [("stopped", 1), ("arrested", 1), ("arrested", 1), ("arrested", 1)]),
        ("Five places were searched in Spain, as well as in Italy, where bank accounts and other assets were also frozen.",
         [("searched", 5), ("frozen", None), ("frozen", None)]),
        # a verdict by a gerund
        ("The jury deliberated for two hours before finding Omar Khel guilty of fraud.", [("convicted", 1)]),
        # not yet, or never
        ("Omar Khel faces up to life in prison when he is sentenced on June 26.", []),
        ("The phase is held after a defendant is convicted.", []),
        ("As it was used everywhere, officers had to work together to stop the gang.", []),
        ("His purpose was to fire during flight, causing it to crash and killing the 90 passengers.", []),
        ("Conduct long campaigns, including prosecution of gangs and seizure of criminal assets.", []),
        ("The office stopped the claims, but $18,915 in refunds were issued.", []),
    ],
)  # fmt: skip
def test_what_was_done_and_what_was_not(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gang stole EUR 28 million from 2,000 Korean clients.",
         [("stolen", 2.8e7), ("defrauded", 2000)]),
        ("Almost 600 people fell victim to the gang.", [("victimised", 600)]),
        ("More than 50 banks became victims of the fraud.", [("victimised", 50)]),
        ("The gang persuaded victims to transfer some USD 159,000 to it.", [("lost", 159000)]),
        ("Officers intercepted USD 39 million stolen from a firm.", [("intercepted", 3.9e7)]),
        ("The inquiry led to the publication of 95 notices.", [("issued", 95)]),
        ("It allowed investigators to close 1,660 cases.", [("solved", 1660)]),
        ("In one investigation, two fugitives were arrested.", [("arrested", 2)]),
        ("The administrator's apartment was searched in May.", [("searched", 1)]),
        ("About 700 members have executed and assisted in search warrants.", []),
        ("The takedown of EncroChat was led by Europol.", [("shut_down", 1)]),
        ("Operation makes record 5,500 arrests, seizures worth over USD 4 million\n\nIt has ended with the arrest of 5,500 "
         "suspects and the seizure of more than USD 4 million in virtual assets.",
         [("arrested", 5500), ("seized", 4e6)]),
        ("In total, it led to the arrest of 1,003 people.\n\nIt saw police arrest more than 1,000 people.",
         [("arrested", 1003)]),
        ("Wakefield Man Jailed\n\nDaniel Roe, 40, was jailed for fraud on Monday, the court of the province said in the "
         "afternoon.", [("jailed", 1)]),
    ],
)  # fmt: skip
def test_more_ways_to_tell_what_was_done(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PORT ANN – Omar Khel, 45, pled guilty today to fraud and will serve six years.", [("pleaded_guilty", 1)]),
        ("Two of the firm's founders, Chun Gan and Ke Tang, who were indicted along with the firm in March, have left.",
         [("indicted", 2)]),
        ("Omar Khel turned himself in on Monday.", [("surrendered", 1)]),
        ("Ada Roe was shot and killed in the park.\n\nOmar Khel entered a bar where Janil Whitt stood and fired at him, "
         "killing him.", [("killed", 1), ("killed", 1)]),
        # not done
        ("He sent letters threatening to injure and kill victims.", []),
        ("The company charged its customers a fee.", []),
        ("Banks accepted funds when secret accounts were closed.", []),
        ("An hour later they returned to the harbour and shot at a man.", []),
        ("They caused the $3.5 billion transaction to be executed.", []),
        ("Omar Khel wrote the letters while he was incarcerated.", []),
        ("The mother found the child unresponsive and told the defendant to call an ambulance.", []),
    ],
)  # fmt: skip
def test_who_and_what_a_clause_is_about(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officers took down 300 servers, neutralised 650 domains, and left.", [("shut_down", 300), ("dismantled", 650)]),
        ("There are cases linked to nearly USD 193 million in losses.", [("lost", 1.93e8)]),
        ("The fraud is linked to losses of USD 8.6 million.", [("lost", 8.6e6)]),
        ("It was a scheme affecting 1,811 victims.", [("victimised", 1811)]),
        ("A search of their apartment uncovered over 900 SIM cards, USD 11,000 in cash, phones and laptops.", [("searched", 1), ("found", 900), ("found", 11000)]),
        ("These attacks are believed to have affected over 1,800 victims.", [("victimised", 1800)]),
        ("Police have arrested 150 suspects involved in buying drugs.", [("arrested", 150)]),
        ("More than EUR 26 million (USD 31 million) have been seized, as well as 234 kg of drugs and 45 firearms.",
         [("seized", 2.6e7), ("seized", 234), ("seized", 45)]),
        ("He made financial gains of over USD 1.9 million.", [("profited", 1.9e6)]),
        ("Luis Lind, 31, Omar Khel, 36, Alex Ogando, 35, were arrested on Monday.", [("arrested", 1)] * 3),
        ("The inquiry is ongoing, with officers working to identify victims, recover stolen funds, and trace goods.", []),
        ("His deep religious conviction is well known.", []),
    ],
)  # fmt: skip
def test_losses_lists_and_aims(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


def test_a_total_that_is_reached_is_a_running_one(nlp: Language) -> None:
    text = "EUR 3 million was seized in May, bringing the total amount seized during the operation to EUR 21 million."
    assert [(row["value"], row["scope"]) for row in _rows(nlp, text)] == [(3e6, "event"), (2.1e7, "cumulative")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arlo Caine, 48, of Rio, and Andre Hellam, 40, of Lima, each pleaded guilty to fraud.", [("pleaded_guilty", 1)] * 2),
        ("Five were arrested in Lima following a takedown of the platform used to steal credentials from victims around the "
         "world, including more than 94,000 people in Lima.", [("arrested", 5), ("shut_down", 1)]),
        ("As a result, 18 direct abusers were caught.", [("arrested", 18)]),
        ("Officers arrested 12 suspects (6 in Peru and 6 in Chile).", [("arrested", 12), ("arrested", 6), ("arrested", 6)]),
        ("He was sentenced to 120 months in prison, to be followed by three years of release, following his guilty plea.",
         [("sentenced", 1), ("pleaded_guilty", 1)]),
        ("POLICE SEEK PUBLIC’S HELP IDENTIFYING ADDITIONAL VICTIMS OF BARBER", []),
    ],
)  # fmt: skip
def test_lists_of_the_accused_and_parts(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(row["action"], row["value"]) for row in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A reward is paid for information leading to the arrest of Omar Khel.", []),
        ("Every report helps officers dismantle these networks.", []),
        ("The fund told of a predicted loss of 515 horses.", []),
        ("The jury convicted all three of conspiracy to defraud the town.", [("convicted", 3)]),
        ("Agents raided Ada Lind’s residence.", [("searched", 1)]),
        ("Ada Lind, a broker, helped such marketplaces find customers.", []),
    ],
)
def test_what_is_asked_for_or_helped(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(r["action"], r["value"]) for r in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("An estimated 600 people were defrauded by the ring.", "event"),
        ("An estimated 600 people are killed by it every year.", "background"),
        ("The ongoing inquiry and investigation has resulted in charges against seven brokers.", "cumulative"),
        ("Nine brokers have pleaded guilty or are awaiting trial.", "cumulative"),
        ("In a related action, a clerk was charged in Lima.", "background"),
        ("To date, agents have seized 700 crates.", "cumulative"),
        ("Eight firms have been convicted of charges arising out of the office’s ongoing investigation.", "cumulative"),
        ("The Center, now in Oslo, has received and screened more than 39,000 complaints.", "cumulative"),
        ("Included in the report are 506 convictions in such cases.", "cumulative"),
        ("In the Lima Port case, the department recovered $360,000.", "background"),
        ("The highest fine previously paid for such a breach was $5 million.", "background"),
        ("The mayor granted clemency to eight men who were sentenced under old laws.", "background"),
        ("The award was given to Ada Lind, for identifying 28 victims in ten towns.", "background"),
        ("The average customer lost $300 by the scheme.", "background"),
        ("The Port Award honors an officer. His work led to the life sentence of one man.", "background"),
        (
            "His original offense occurred in 1999. He was convicted of assault and sentenced to three years.",
            "background",
        ),
        ("So far this year the office convicted 1,260 men. These convictions send a message.", "cumulative"),
    ],
)
def test_scopes_by_phrases(nlp: Language, text: str, scope: str) -> None:
    assert {r["scope"] for r in _rows(nlp, f"The court met.\n\n{text}")} == {scope}


def test_all_of_a_running_total_are_one_too(nlp: Language) -> None:
    text = "So far this year, 31 firms have been charged in the market. All 31 firms have pleaded guilty."
    assert [(r["action"], r["scope"]) for r in _rows(nlp, text)] == [
        ("charged", "cumulative"),
        ("pleaded_guilty", "cumulative"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid led to:\n\n12 arrests\n\n7 Purple Notices", [("arrested", 12), ("issued", 7)]),
        ("They seized two cars and tens of thousands in cash.", [("seized", 2), ("seized", None)]),
        ("The attack caused millions in losses to the town.", [("lost", None)]),
        (
            "The courts worked together to close a shop and to redirect 300 addresses.",
            [("shut_down", 1), ("redirected", 300)],
        ),
        ("He fatally stabbed two guests and stabbed a third one.", [("killed", 2)]),
        ("She beat her brother to death.", [("killed", 1)]),
        ("A man of 40 has been bailed until May.", [("released", 1)]),
        ("The driver was convicted of the manslaughter of two boys.", [("convicted", 1), ("killed", 2)]),
        ("They announced the seizure of funds from Khel, including 40 coins.", [("seized", None), ("seized", 40)]),
        ("He molested three boys and exploited 12 gaps in the software.", [("victimised", 3)]),
        ("The intended tax loss to the treasury was $2 million.", []),
        ("What follows from killings:\n\n* Before 1990 their number was small. But they grew by 675 towns.", []),
    ],
)
def test_results_and_harm_in_other_words(nlp: Language, text: str, expected: list[tuple[str, float | None]]) -> None:
    assert [(r["action"], r["value"]) for r in _rows(nlp, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 112 people have been arrested, charged, pleaded guilty or been sentenced this month.", []),
        ("Eleven people were arrested or surrendered to officers today.", [("arrested", 11)]),
        ("A jury found that nine men pleaded guilty or were convicted.", [("pleaded_guilty", 9)]),
        ("He concealed $9 million in losses, and the bank told of $8 million in loan losses.", []),
        ("The ministers agreed to share $36 million in forfeited assets.", []),
        ("He agreed to pay damages to four identified tenants.", []),
        ("The office began its distribution of $700 million in funds forfeited in the case.", []),
        ("They will release four men who are incarcerated in Lima.", []),
        ("He consented to the forfeiture of $9,000 in proceeds traced to a bank.", [("forfeited", 9000)]),
        ("The log is a book that is regularly inspected by officers.", []),
        ("The raid ended in the seizure of 9 kg of heroin, 7 kg of hashish and $4,000 in cash.", [("seized", 9), ("seized", 7), ("seized", 4000)]),
        ("Three victims suffered stab wounds. The bank suffered losses of $9,000.", [("injured", 3), ("lost", 9000)]),
        ("Victim Ada Lind was pronounced dead at the scene.", [("killed", 1)]),
        ("Nine parts were exported by the brokers, at least three of which were later found in bombs.", [("found", 3)]),
        ("Between 500,000 and 1 million computers were infected.", [("infected", 500000)]),
        ("They face a maximum sentence of 1 1/3 to 4 years.", []),
        ("Three keys were seized on Thursday. Lind seized on the chance and two lenders.", [("seized", 3)]),
        ("The two defendants caught up to him, and shots were returned. Nine cars were stopped at a red light.", []),
        ("Owners and manager of hotels charged.", [("charged", None), ("charged", 1)]),
        ("He stabbed his son twice and shot a clerk.", [("injured", 1), ("injured", 1)]),
        ("He was charged with attempted murder after he slashed a woman.", [("charged", 1), ("injured", 1)]),
        ("He shot a clerk, who died. He stabbed a man.", [("killed", 1)]),
        ("The defendant was released without bail.", [("released", 1)]),
        ("Ada Lind was arraigned today. She was released without bail.", [("arraigned", 1), ("released", 1)]),
        ("Ada Lind was found dead at the scene.", [("killed", 1)]),
        ("The officer removed a pistol from his boot. The defendant is out of custody on $9,000 bail.", [("seized", 1), ("released", 1)]),
        ("The ceremony drew 300 delegates. The plan drew 200 complaints.", [("participated", 300)]),
        ("No one identified the two suspects.", []),
        ("The agreement requires that the firm pay a fine in the amount of $9,000.", []),
        ("Ada Lind and Jon Roe have since returned to Lima.", []),
    ],
)  # fmt: skip
def test_either_step_what_is_known_and_who_suffers(
    nlp: Language, text: str, expected: list[tuple[str, float | None]]
) -> None:
    assert [(r["action"], r["value"]) for r in _rows(nlp, text)] == expected


def test_of_which_counts_what_stands_nearest(nlp: Language) -> None:
    text = "The brokers sold parts of radios to Iran, at least three of which were later found in bombs."
    assert [r["item"] for r in _rows(nlp, text)] == ["radios"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jon Roe trafficked a 16-year-old girl from Leeds to York and defrauded clients.", [("trafficked", 1)]),
        ("Roe is accused of raping Jane Doe in a car. He abused animals and a stepdaughter.", [("victimised", 1), ("victimised", 1)]),
        ("Police seized a suitcase containing 12 kilograms of cocaine.", [("seized", 1), ("seized", 12)]),
        ("Officers stopped a car loaded with 40 rifles and found it.", [("stopped", 1), ("stopped", 40)]),
        ("Jon Roe was released from custody on $250,000 bail.", [("released", 1)]),
        ("Jon Roe, who was arrested on Monday, posted bail.", [("arrested", 1), ("released", 1)]),
        ("He murdered a clerk. A guard was shot in the arm.", [("murdered", 1), ("injured", 1)]),
        ("He murdered a clerk and stabbed a guard.", [("murdered", 1)]),
        ("Two drivers were taken to hospital to be treated for burns.", [("injured", 2)]),
        ("A driver was taken to hospital, where she died of her injuries.", [("killed", 1)]),
        ("Seven students pleaded guilty to theft and were sentenced to probation.", [("pleaded_guilty", 7), ("sentenced", 7)]),
        ("The following two men were charged with theft: Ada Lind, 21, Irvine; and Omar Khel, 23, Leeds.", [("charged", 2)]),
        ("The judge ordered that he pay $7,000 in restitution to his clients.", []),
        ("The firm charged its clients approximately $3,000 for each form.", []),
        ("Ada Lind was handed a 30-month jail term. Two brothers were locked up.", [("sentenced", 1), ("jailed", 2)]),
        ("Ada Lind appeared before magistrates today charged with wounding.", [("charged", 1)]),
        ("Ada Lind admitted four counts of burglary.", [("pleaded_guilty", 1)]),
        ("They seized 2 kg of heroin, $45,000 in cash and a handgun.", [("seized", 2), ("seized", 45_000), ("seized", 1)]),
        ("Hackers compromised the data of 1.1 million customers.", [("compromised", 1_100_000)]),
        ("He works at the Criminal Division. Twelve of the 15 defendants are charged.", [("charged", 12)]),
        ("Fifteen men were charged. Nine of the men left Leeds on Saturday.", [("charged", 15)]),
        ("Agents intercepted telephone calls and four letters.", [("intercepted", 4)]),
        ("Lind was convicted of theft with sentencing enhancements for property loss over $150,000.", [("convicted", 1)]),
        ("The victims, a man and a 25-year-old woman, were both shot and killed.", [("killed", 1), ("killed", 1)]),
        ("Roe struck two people, killing one, a 12-year-old boy.", [("killed", 1)]),
        ("He was convicted of the fatal stabbing of a 41-year-old woman.", [("convicted", 1), ("killed", 1)]),
        ("Ada Lind was found in possession of 5 kilograms of cocaine and a pistol.", [("found", 5), ("found", 1)]),
        ("Officers caught Ada Lind with 300 tablets. A search revealed two phones.", [("found", 300), ("found", 2)]),
        ("Ada Lind was arrested and later released.", [("arrested", 1), ("released", 1)]),
        ("DNA identified Ada Lind as the suspect. A clerk identified him as Ada Lind.", [("identified", 1)]),
        ("The men illegally imported 40 rifles and imported six cars.", [("smuggled", 40)]),
        ("Ada Lind was found to have two knives in her bag.", [("found", 2)]),
        ("Officers arrested a babysitter, two motorists and 12 jurors.", [("arrested", 1), ("arrested", 2), ("arrested", 12)]),
    ],
)  # fmt: skip
def test_single_victims_what_bags_hold_bail_and_wounds(
    nlp: Language, text: str, expected: list[tuple[str, float | None]]
) -> None:
    assert [(r["action"], r["value"]) for r in _rows(nlp, text)] == expected
