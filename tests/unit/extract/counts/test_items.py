"""What is counted, near the number and at a distance."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import rows_from_doc
from pipeline.extract.reading.categories import category_of


def _items(nlp: Language, text: str) -> list[tuple[float, str | None]]:
    return [(row["value"], row["item"]) for row in rows_from_doc(nlp(text))["counts"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The course brought together some 90 senior customs officers.", [(90, "senior customs officers")]),
        ("Police found 40 rounds of ammunition in the van.", [(40, "rounds of ammunition")]),
        ("Officers seized 18 kg of cannabis resin.", [(18, "cannabis resin")]),
        ("Police stopped three stolen luxury cars.", [(3, "stolen luxury cars")]),
        ("The court imposed a fine of $16,000.", [(16000, "fine")]),
        ("He was given a $16,000 fine.", [(16000, "fine")]),
        ("The ring defrauded 1,200 victims of EUR 3 million.", [(1200, "victims"), (3e6, None)]),
        ("The ring defrauded 1,200 victims of $3 million.", [(1200, "victims"), (3e6, None)]),
        ("The firm paid $16,000 in civil penalties.", [(16000, "civil penalties")]),
        ("They sold EUR 9,000 worth of watches.", [(9000, "watches")]),
        ("Police recovered 60 vans, worth around EUR 2 million.", [(60, "vans"), (2e6, "vans")]),
        ("The grand jury returned an 11-count indictment.", [(11, "count")]),
        ("Two of the trainers had flown in from Lima.", [(2, "trainers")]),
        ("Of the 230 arrested, 15 were minors.", [(230, None), (15, "minors")]),
        ("The team freed 30 victims, of whom four were hurt.", [(30, "victims"), (4, "victims")]),
        ("Arrests: 1,203", [(1203, "Arrests")]),
        ("Officers seized 500 tonnes and 600 litres of waste.", [(500, "waste"), (600, "waste")]),
        ("Some 30 per cent of the samples failed.", [(30, "samples")]),
        ("Officers seized 14 kg of khat and EUR 9,000 in cash.", [(14, "khat"), (9000, "cash")]),
        (
            "He admitted one count of robbery for his part and two counts of theft on June 5.",
            [(1, "count of robbery"), (2, "counts of theft")],
        ),
        ("She admitted one count of assault following a trial.", [(1, "count of assault")]),
        ("It was two counts of assault resulting in death.", [(2, "counts of assault resulting in death")]),
        ("He filed false 2005 tax returns for 1,200 clients.", [(1200, "clients")]),
        ("Police found 3 kg of heroin and USD 4,000 in a flat.", [(3, "heroin"), (4000, None)]),
        ("They used one bakery’s delivery account.", [(1, "bakery")]),
        ("Officers copied two firms’ records.", [(2, "firms")]),
        ("The town runs four women’s shelters.", [(4, "women’s shelters")]),
        ("The court heard three of Lind’s money laundering helpers.", [(3, "money laundering helpers")]),
        (
            "The grant went to 1,300 state, local and tribal police agencies.",
            [(1300, "state, local and tribal police agencies")],
        ),
        ("They broke 60 individual point-of-sale terminals.", [(60, "individual point-of-sale terminals")]),
        ("The town saw 94 illegal sewer overflows.", [(94, "illegal sewer overflows")]),
        ("Police found 31 photos, 16 identified videos and a map.", [(31, "photos"), (16, "identified videos")]),
        ("The one count indictment named Ada Lind.", [(1, "count")]),
        ("40 Arrested Worldwide In Fraud Sting", [(40, None)]),
        ("There were 52 deaths. Last year, that number spiked to 61.", [(52, "deaths"), (61, "deaths")]),
        ("Eight people were held. Seven will appear in court.", [(8, "people"), (7, "people")]),
        ("He was convicted of one count of theft and sentenced in May.", [(1, "count of theft")]),
        ("He told of losses in excess of $7,000.", [(7000, "losses")]),
        ("It ended in a loss exceeding $7,000.", [(7000, "loss")]),
        ("He owes the Department of Revenue in excess of $7,000.", [(7000, None)]),
        ("The ring defrauds Canadians of nearly $7,000.", [(7000, None)]),
        ("It caused a tax loss to the bank of $7,000.", [(7000, "tax loss")]),
        ("He must pay restitution to the bank in the amount of $7,000.", [(7000, "restitution")]),
        ("Losses by shops and consumers estimated at more than $7,000 came.", [(7000, "Losses")]),
        ("The order bars sellers from raising prices on masks by more than 10%.", [(10, "prices")]),
        ("Defendants Evaded $7,000 in Taxes\n\nThe taxes were due.", [(7000, "Taxes")]),
        ("Defendants Hid $7,000 in Texas\n\nThe taxes were due.", [(7000, None)]),
        ("She was shot 15 times.", [(15, "times")]),
        ("He sold over a kilogram of resin.", [(1, "resin")]),
        ("Four prosecutors’ offices sued.", [(4, "prosecutors’ offices")]),
        ("They took 24 kilos of Xanax, and additional seizures of pills.", [(24, "Xanax")]),
        (
            "He emptied two full magazines of ammunition, wounding three agents.",
            [(2, "magazines of ammunition"), (3, "agents")],
        ),
        ("At least 55 Department of Justice clerks came.", [(55, "Department of Justice clerks")]),
        ("They sold 11.98 kilograms total of resin.", [(11.98, "resin")]),
        ("Convicts could see an increase from 50% to 66%.", [(50, None), (66, None)]),
        ("He must pay $5,300 and $6,300 in restitution.", [(5300, "restitution"), (6300, "restitution")]),
        (
            "Four Officers Charged in Two Historical Hacking Campaigns",
            [(4, "Officers"), (2, "Historical Hacking Campaigns")],
        ),
        ("Noor must pay a fine, at $250 per count.", [(250, None)]),
        ("40 Arrested Across Four Continents", [(40, None), (4, "Continents")]),
        (
            "He ran two Lima-area durable medical equipment (DME) companies.",
            [(2, "Lima-area durable medical equipment (DME) companies")],
        ),
        ("The firm billed $55 million of the total $158 million that it got.", [(55e6, None), (158e6, None)]),
        ("They took a fee ranging from $500 to $700 for each check.", [(500, "fee")]),
        ("He faces ten years and a maximum $250,000 fine.", [(250000, "fine")]),
        ("The coins were valued this week at more than $368 million.", [(368e6, None)]),
        (
            "This includes 88 felonies countywide and 37 misdemeanors.",
            [(88, "felonies countywide"), (37, "misdemeanors")],
        ),
        (
            "He must serve three years of probation and pay restitution to the bank in the amount of $402.",
            [(402, "restitution")],
        ),
        ("A shop may not increase its prices for goods or services by more than 10 percent.", [(10, "prices")]),
        ("He hacked a firm in May 2018 and 2018 Winter Games partners.", []),
        ("The case was about a $25 million attempted fraud.", [(25e6, "attempted fraud")]),
        ("Each tribe gets a three-year $450,000 grant.", [(450000, "grant")]),
        ("Seizure of $150 Million In Drug Proceeds\n\nThe proceeds were taken.", [(150e6, "Drug Proceeds")]),
        ("He gave up accounts that ultimately became worth $150 million.", [(150e6, "accounts")]),
        ("He swung a 2 x 4 piece of wood.", []),
        ("He got probation and $71,000 restitution.", [(71000, "restitution")]),
        ("The firm must pay a $2 million fine and go.", [(2e6, "fine")]),
        ("The firm must pay a $2 million criminal fine.", [(2e6, "criminal fine")]),
        ("They sold three Boeing 747 aircraft.", [(3, "Boeing 747 aircraft")]),
        ("He gave up 17 Bitcoin kiosks and 24 bitcoins.", [(17, "Bitcoin kiosks"), (24, None)]),
        ("He cashed a cheque for $18,500 in May.", [(18500, "cheque")]),
        ("It carries a fine of the greater of $250 or twice the loss.", [(250, "fine")]),
        ("Under the old Three Strikes law he got life.", []),
        ("In addition to the payment of $1,375, the firm will stop.", [(1375, "payment")]),
        ("It ended in the seizure of $316 in both cash and coins.", [(316, "cash and coins")]),
        ("Of all raids the one today was best.", []),
        ("The jury convicted four defendants of conspiracy.", [(4, "defendants")]),
        ("He faces six substantive felony Harbour Act counts.", [(6, "substantive felony Harbour Act counts")]),
        ("He shot two students—Ada Lind and Karl Noor.", [(2, "students")]),
        ("They took resin, which was 100% pure.", [(100, None)]),
        ("He agreed to a forfeiture money judgment in the amount of $500.", [(500, "forfeiture money judgment")]),
        ("He faces two counts of money laundering involving gold.", [(2, "counts of money laundering")]),
        # sums: bail, what goes on from the sum before, what they are "as", bounds behind a noun
        ("She was held on $7,000 cash bail or $9,000 bond.", [(7000, "cash bail"), (9000, "bond")]),
        ("They stole a safe box containing $7,000 cash and rings.", [(7000, "cash")]),
        (
            "It will pay a $5 million civil penalty to the state and $2 million to the county.",
            [(5e6, "civil penalty"), (2e6, "civil penalty")],
        ),
        (
            "He told of payments of $500, $3,000 and $8,000.",
            [(500, "payments"), (3000, "payments"), (8000, "payments")],
        ),
        (
            "He hid income of $62,000 in 2006, $66,000 for 2007 and $78,000 for 2009.",
            [(62000, "income"), (66000, "income"), (78000, "income")],
        ),
        ("It ordered a fine of $700 and to transfer $900 to a school.", [(700, "fine"), (900, None)]),
        ("Losses ranging from $18,000 to over $90,000 were told.", [(18000, "Losses"), (90000, "Losses")]),
        ("The victims lost amounts ranging from $1,000 to $2,000.", [(1000, None)]),
        ("He faces an enhancement for property damage over $200,000.", [(200000, "property damage")]),
        ("He moved it in amounts under $10,000.", [(10000, None)]),
        ("The landlord paid $15,500 to the county as a civil penalty.", [(15500, "civil penalty")]),
        ("The gang demanded $90,000 as ransom.", [(90000, "ransom")]),
        ("He took $1,500 a month in rent.", [(1500, "rent")]),
        ("She sold a house – worth about $385,000 – to him.", [(385000, "house")]),
        ("He sent claims to the county program totaling $18,000.", [(18000, "claims")]),
        ("He took a down payment from the sisters totaling $8,000.", [(8000, "down payment")]),
        (
            "It has in just the last week secured record settlements totaling $13 million.",
            [(13e6, "record settlements")],
        ),
        ("Patients got pills in exchange for $300 cash per visit.", [(300, "cash")]),
        ("They sold resin within 1,000 feet of a school.", [(1000, None)]),
        ("He moved more than 900 kilograms of marijuana, and conspiracy to hide it.", [(900, "marijuana")]),
        ("A city owned an 18-inch refined oil products pipeline.", [(18, "refined oil products pipeline")]),
        # things: lists that end, objects beside, plurals beyond, broken figures, marks and names
        (
            "They work with 20 agencies, 94 county offices and local partners.",
            [(20, "agencies"), (94, "county offices")],
        ),
        ("He shot nine people, killing seven.", [(9, "people"), (7, "people")]),
        ("They seized nine rifles, arresting seven.", [(9, "rifles"), (7, None)]),
        (
            "They filed 900 falsely signed and notarized mortgage papers.",
            [(900, "falsely signed and notarized mortgage papers")],
        ),
        ("Police saw one suspect and ignored evidence.", [(1, "suspect")]),
        ("It was about 14 helpers involvement in the ring.", [(14, "helpers")]),
        (
            "They sold 900 telephone numbers and 11,000 telecommunications identifying numbers.",
            [(900, "telephone numbers"), (11000, "telecommunications identifying numbers")],
        ),
        ("They shipped 60 glass to metal seals.", [(60, "glass to metal seals")]),
        ("A new 7 6 million jail was built for 40 inmates.", [(40, "inmates")]),
        ("They met after the September 11 attacks.", []),
        ("Sentence: 1. 200 months in prison", []),
        ("He Attacked Three Men Near Gay Nightclub", [(3, "Men")]),
        ("He drove at 45 m.p.h. in town.", []),
        # what is no count or no item; what stands further off
        ("31 Trade secret theft.", []),
        ("It lies near 223 Oak Park Boulevard in town.", []),
        ("He paid $2,500 for a pair of sneakers.", [(2500, "pair of sneakers")]),
        ("The plan is part of more than $4 billion for towns.", [(4e9, None)]),
        ("He made payments between May 2021 and June 2024 of $5,700.", [(5700, "payments")]),
        ("It will bring the total loss to $3 million.", [(3e6, "loss")]),
        (
            "He admitted one count of conspiracy to traffic in fake shoes.",
            [(1, "count of conspiracy to traffic in fake shoes")],
        ),
        ("Awards went to Oakdale ($2,864,605) today.", [(2864605, None)]),
        ("He lives in Oakdale, which is five miles from the border.", [(5, None)]),
        ("She caused a loss to the county of $212,000.", [(212000, "loss")]),
        ("A gun was sold in Oakdale for $900.", [(900, "gun")]),
        ("Two of the horns were sold for $900.", [(2, "horns"), (900, "horns")]),
        ("He faces a term of prison and a fine up to $900 on each count.", [(900, "fine")]),
        ("Vandalism – damage $400 or more", [(400, "damage")]),
        ("He owes a money judgment to the county of $900.", [(900, "money judgment")]),
        ("Aid for Harbour Justice Purposes ($4.1 Million)", [(4.1e6, None)]),
        ("HELD FOR$7 MILLION", [(7e6, None)]),
        ("He was seen at a Food 4 Less store.", []),
        ("He used Jane Doe 3’s laptop computer.", []),
        ("They told it at a July 20 press conference in Lima.", []),
        (
            "Of the $900 in goods stolen there, police have recovered $300.",
            [(900, "goods"), (300, "goods")],
        ),
        ("As part of the criminal fine, $700 will go to the county.", [(700, "criminal fine")]),
        (
            "Eight of the 13 defendants have pleaded guilty and two have been convicted.",
            [(8, "defendants"), (13, "defendants"), (2, "defendants")],
        ),
        (
            "Four of the seven men spoke in court, while the other three remained hospitalized.",
            [(4, "men"), (7, "men"), (3, "men")],
        ),
        (
            "She must pay restitution of $900: $700 to the firm and $200 to the IRS.",
            [(900, "restitution"), (700, "restitution"), (200, "restitution")],
        ),
        ("The fund was billed $700 for medically unneeded tests.", [(700, "medically unneeded tests")]),
        ("It must pay $700 for a felony violation of the law.", [(700, None)]),
        (
            "It sought 90% of the fines, and won in 76%, which is less.",
            [(90, "fines"), (76, "fines")],
        ),
        ("They asked for more (Roe 96% requested/85% approved).", [(96, None)]),
        (
            "She planned to defraud Medicare and the Elm Home Care (EHC) Programs of more than $7 million.",
            [(7e6, None)],
        ),
        ("Man Held in Seven Separate Attacks on Women in East Elmford", [(7, "Separate Attacks")]),
        ("Of them 25 pleaded guilty and one has fled.", [(25, None)]),
        (
            "They wrote to 13,000 state, local, and tribal police agencies.",
            [(13000, "state, local, and tribal police agencies")],
        ),
        ("It hit four states and millions of people.", [(4, "states")]),
        ("He took it for the $215,000 down payment on a house.", [(215000, "down payment")]),
        ("He paid the owner’s fee, ranging from $350 to $900, himself.", [(350, "owner’s fee")]),
        ("He will pay $65,409 plus interest in restitution.", [(65409, "restitution")]),
        ("He sold 1279 East 222nd Street.", []),
        ("They met at 7814 W. Oakdale in town.", []),
        ("The bank will invest $165,000 in poor areas.", [(165000, None)]),
        ("Couple Ordered to Pay $35,000 Restitution", [(35000, "Restitution")]),
        ("Senator to Present $2.1 Million Check to Town", [(2.1e6, "Check")]),
        ("He signed an Order of Restitution in the amount of $34,399.", [(34399, "Order of Restitution")]),
        ("He faces three counts of burglary and related charges.", [(3, "counts of burglary")]),
        ("He faces one count of murder by lying in wait.", [(1, "count of murder by lying in wait")]),
        ("He has two serious prison rules violations for fights.", [(2, "serious prison rules violations")]),
        ("It adds $110 million for the Community Oriented Policing Services (COPS) plan.", [(110e6, None)]),
        ("The bill would increase funding for towns to $660 million.", [(660e6, "funding")]),
        ("1 Attempted use of a bomb\n\n2 Conspiracy to use a bomb", []),
        ("The court made an order of restitution for $5,000.", [(5000, "restitution")]),
    ],
)
def test_item(nlp: Language, text: str, expected: list[tuple[float, str | None]]) -> None:
    assert _items(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "One of the men fled.",
        "No one was there.",
        "This one came from a fund called One Door.",
        "Ana Ruiz, 54, of Lima, spoke first.",
        "They stayed for two full years.",
    ],
)
def test_numbers_without_a_thing_counted(nlp: Language, text: str) -> None:
    assert _items(nlp, text) == []


@pytest.mark.parametrize(
    ("item", "kind", "category"),
    [
        ("senior police leaders", "thing", "people"),
        ("rounds of ammunition", "thing", "firearms"),
        ("suspected fentanyl", "measure", "drugs"),
        ("insurgent activity", "thing", "other"),
        ("people, vehicles and goods", "thing", "people"),
        ("stolen cars", "money", "money"),
        (None, "thing", "other"),
    ],
)
def test_category_of_the_head(item: str | None, kind: str, category: str) -> None:
    assert category_of(item, kind=kind) == category
