"""Glue is parted on evidence only: what is glued is repaired, what looks glued stays whole."""

from __future__ import annotations

import random

import pytest

from pipeline.clean_text.repair import find_glue
from pipeline.spans import MappedText
from tests.benchmarks.glue import measure


def repair(text: str) -> str:
    return MappedText.from_raw(text).apply(find_glue(text)).text


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("across the bay.The boats left", "across the bay.|The boats left"),
        ("across the bay.Kvarnström left", "across the bay.|Kvarnström left"),
        ("in the spring of 2019.Two boats left", "in the spring of 2019.|Two boats left"),
        ("nobody saw anything.”Harbour police", "nobody saw anything.”|Harbour police"),
        ("Chief Quill said:“They came at night.", "Chief Quill said:|“They came at night."),
        ("over the winter.“We were patient", "over the winter.|“We were patient"),
        ("“It is over.”“It is not,” she said", "“It is over.”|“It is not,” she said"),
        ('she said."The boats left," he said', 'she said.|"The boats left," he said'),
        ('He said "the boats left."The others stayed', 'He said "the boats left."|The others stayed'),
        ("MotorsEnhanced patrols will watch the bay", "Motors|Enhanced patrols will watch the bay"),
        ("Hunting the outboard motorsOfficers believe it", "Hunting the outboard motors|Officers believe it"),
        ("A boat and a motor“You look for one", "A boat and a motor|“You look for one"),
        ("HAVENTORGunnar Vik was held", "HAVENTOR~Gunnar Vik was held"),
        ("seized more than1,200motors from it", "seized more than~1,200~motors from it"),
        ("charged by theHarbour Court with it", "charged by the~Harbour Court with it"),
        ("“They left,”said the chief", "“They left,”~said the chief"),
        ("the following:Two boats, a trailer", "the following:|Two boats, a trailer"),
        ("Held for: theft of motors;handling of motors", "Held for: theft of motors;|handling of motors"),
        ("a rise in thefts;watches go on", "a rise in thefts;~watches go on"),
        ("is to be heardFeb. 8, 2016, at 8:30 in court", "is to be heard~Feb. 8, 2016, at 8:30 in court"),
        ("worthy of the 2007Private Boats Award", "worthy of the 2007~Private Boats Award"),
        ("the boats of the U.S.\u201cWestern alliance\u201d", "the boats of the U.S.~\u201cWestern alliance\u201d"),
        ("led by JohnW.M. Quill of the harbour", "led by John~W.M. Quill of the harbour"),
        ("40 motors were found;and two men were held", "40 motors were found;~and two men were held"),
        ("The boats left at dawn…The watch saw them", "The boats left at dawn…~The watch saw them"),
        ("The boats left...Porto Alto Man Held", "The boats left...~Porto Alto Man Held"),
        ("a.The unit began in 2015 with two boats", "a.~The unit began in 2015 with two boats"),
        ('the boats,"Mr Quill said. "We left', 'the boats,"~Mr Quill said. "We left'),
        ("in the bay.• two boats", "in the bay.|• two boats"),
        ("lives in the U.S.The boats left", "lives in the U.S.|The boats left"),
        ("the office announced.U.S. officials agreed", "the office announced.|U.S. officials agreed"),
        ("see www.harbour.example/boats.The chief said", "see www.harbour.example/boats.|The chief said"),
        ("signed on 12 May 2023The boats", "signed on 12 May 2023|The boats"),
        ("back on the quay.12 boats were", "back on the quay.|12 boats were"),
        ("on the morning of March 7.Officers had", "on the morning of March 7.|Officers had"),
        ("under section 24(a)(2).Maximum fines", "under section 24(a)(2).|Maximum fines"),
        ("boats of Porto AltoUnfortunately, the bay", "boats of Porto Alto|Unfortunately, the bay"),
        ("the courts of the United StatesU.S. boats", "the courts of the United States|U.S. boats"),
        ("and Acting AttorneyU.S. boats", "and Acting Attorney~U.S. boats"),
        ("they took three boats,and sold the motors", "they took three boats,~and sold the motors"),
        ("write to quay@harbour.example.comvik@bay.example", "write to quay@harbour.example.com|vik@bay.example"),
        (
            "2022-03-S-014 For Immediate ReleaseHAVENTOR, Norway (14 March) Harbour police",
            "2022-03-S-014 For Immediate Release|HAVENTOR, Norway (14 March) Harbour police",
        ),
        (
            "Ten Held in Lisbon Over Motors Stolen During a Storm from Marinas under U.S. FlagA man of 40 years was held by "
            "the police of the harbour on Monday.",
            "Ten Held in Lisbon Over Motors Stolen During a Storm from Marinas under U.S. Flag|A man of 40 years was held by "
            "the police of the harbour on Monday.",
        ),
        (
            "Harbour Police District of HaventorIlwyn Varga, 53, a sailor, was held by the police of the harbour on Monday.",
            "Harbour Police District of Haventor|Ilwyn Varga, 53, a sailor, was held by the police of the harbour on Monday.",
        ),
        (
            "Name\n\nAge\n\nAda Lind\n\n31\n\nOlaf Vik\n\n46\n\nMarta Quill\n\n52\n\nNameAge\n\nIda Holm39",
            "Name\n\nAge\n\nAda Lind\n\n31\n\nOlaf Vik\n\n46\n\nMarta Quill\n\n52\n\nName|Age\n\nIda Holm|39",
        ),
        (
            "Harbour watch\n\n$40,000\n\nQuay office$12,500\n\n$9,000Bay office",
            "Harbour watch\n\n$40,000\n\nQuay office|$12,500\n\n$9,000|Bay office",
        ),
        ("the owner reported the theft.J. Varga, 62, lives", "the owner reported the theft.|J. Varga, 62, lives"),
        ("the boats are watched by EPAQ.U.S. law forbids", "the boats are watched by EPAQ.|U.S. law forbids"),
        ("twice in a month.H-QUAY will go on", "twice in a month.|H-QUAY will go on"),
        ("see www.harbour.example.A copy of it", "see www.harbour.example.|A copy of it"),
        ("see www.harbour.example .A copy of it", "see www.harbour.example .|A copy of it"),
        ("from Quay No. 2.Mr. Varga thanked them", "from Quay No. 2.|Mr. Varga thanked them"),
        ("against the law.$8 million was lost", "against the law.|$8 million was lost"),
        ("worth about $48,000.Hungarian customs helped", "worth about $48,000.|Hungarian customs helped"),
        ("three boats; and2 motors", "three boats; and|2 motors"),
        ("three boats; anda motor", "three boats; and|a motor"),
        ("count the boats; andreview the motors", "count the boats; and|review the motors"),
        ("in three districts,14 boats in two", "in three districts,~14 boats in two"),
        ("They seized:92 boats and a motor", "They seized:|92 boats and a motor"),
        ("They seized:a boat and a motor", "They seized:|a boat and a motor"),
        ("the office must include:reports of the quay", "the office must include:|reports of the quay"),
        ("Norway (14 March)A joint patrol left", "Norway (14 March)|A joint patrol left"),
        ("FOR IMMEDIATE RELEASEMonday, 3 May 2021", "FOR IMMEDIATE RELEASE|Monday, 3 May 2021"),
        ("NEWS RELEASEHaventor Harbour Police", "NEWS RELEASE|Haventor Harbour Police"),
        ("Boats seized by the Quay TeamJune 12, 2023", "Boats seized by the Quay Team|June 12, 2023"),
        ("THREE HELD OVER CONTRACTSHONOLULU – A jury", "THREE HELD OVER CONTRACTS|HONOLULU – A jury"),
        (
            "Gang of boat thieves broken upThe Hague, 14 March 2019 – Police in Romania held them",
            "Gang of boat thieves broken up|The Hague, 14 March 2019 – Police in Romania held them",
        ),
        ("Harbour Office of Haventor2021-03-S-014", "Harbour Office of Haventor|2021-03-S-014"),
        ("Harbour press office021-555-0142", "Harbour press office|021-555-0142"),
        ("38 boats seized;* Porto Alto: 12 motors", "38 boats seized;|* Porto Alto: 12 motors"),
        ("the chief of the watch.#A complaint is no proof", "the chief of the watch.|#|A complaint is no proof"),
        (
            "Held Over Largest Theft Ever under the Harbour ActVirginia-based boat builder Quill paid the fine of the harbour on Monday.",
            "Held Over Largest Theft Ever under the Harbour Act|Virginia-based boat builder Quill paid the fine of the harbour on Monday.",
        ),
        (
            '"They left," she said. "We saw."The others stayed\n\nA boat.',
            '"They left," she said. "We saw."|The others stayed\n\nA boat.',
        ),
        ('the boats."We saw them.\n\n"They left," she said.', 'the boats.|"We saw them.\n\n"They left," she said.'),
        ('"causing distress,"U.S. officers said', '"causing distress,"~U.S. officers said'),
        ("On the quay. OnMay 9, 2009, a boat sank", "On the quay. On~May 9, 2009, a boat sank"),
        (
            "Travel boatsWider access to the boats of the harbour was also named as a priority in the struggle against theft.",
            "Travel boats|Wider access to the boats of the harbour was also named as a priority in the struggle against theft.",
        ),
        ("the currentNational Boats Agenda (NBA) holds", "the current~National Boats Agenda (NBA) holds"),
        ("the size of the quay:program in the interest of all", "the size of the quay:~program in the interest of all"),
        (
            "DETENTE IS AT AN END.THE BOATS LEAVE THE QUAY AND THE SHED",
            "DETENTE IS AT AN END.~THE BOATS LEAVE THE QUAY AND THE SHED",
        ),
        ("ALL THAT IS NECESSARY:TO SEND THE BOATS OUT", "ALL THAT IS NECESSARY:~TO SEND THE BOATS OUT"),
        ("seats in the:Home Harbour Scheme", "seats in the:~Home Harbour Scheme"),
        (
            "The Harbour Coast is long, the Harbour Coast ends at the HarbourCoast",
            "The Harbour Coast is long, the Harbour Coast ends at the Harbour~Coast",
        ),
        ("NEW BOATS SIGNAL U.S.COMMITMENT TO HARBOURS", "NEW BOATS SIGNAL U.S.~COMMITMENT TO HARBOURS"),
        ("taken from boats in the harbour.4 In most years", "taken from boats in the harbour.4|In most years"),
        ("is left to the harbour.11 12 “The boats", "is left to the harbour.11 12|“The boats"),
        ("taken from the harbour.10 boats were", "taken from the harbour.|10 boats were"),
        ("Nobody left the harbour.7 Barely a year later", "Nobody left the harbour.7|Barely a year later"),
        ("seen in the harbour.12 U.S. boats were", "seen in the harbour.|12 U.S. boats were"),
        ("held at the harbour.11 Germans were", "held at the harbour.|11 Germans were"),
        ("would have:found the boats", "would have:~found the boats"),
        ("a number of boats,10 of them stolen", "a number of boats,~10 of them stolen"),
        ("the safety of boats;program in the interest", "the safety of boats;~program in the interest"),
        ("of the harbour.46 97 per cent of boats", "of the harbour.46|97 per cent of boats"),
        ("whose advocates…“praise the boats” of it", "whose advocates…~“praise the boats” of it"),
        ("The plan of the town: 1.The boats stay", "The plan of the town: 1.~The boats stay"),
        ("2.All the boats stay", "2.~All the boats stay"),
        ("two boats;* a trailer;* a motor", "two boats;|* a trailer;|* a motor"),
        ("boats of the N.S.W.The watch left", "boats of the N.S.W.|The watch left"),
        ("the quay•two boats•one motor•a trailer", "the quay|•two boats|•one motor|•a trailer"),
    ],
)
def test_glue_is_parted(glued: str, parted: str) -> None:
    assert repair(glued) == parted.replace("|", "\n\n").replace("~", " ")


@pytest.mark.parametrize(
    "text",
    [
        "the U.S. and the U.S.A. and the U.S.Attorney",
        "under No.5 and Art.12 of the act",
        "e.g. boats, i.e. motors",
        "J.K. Smith and J.K.Smith",
        "an iPhone, an iPad, eBay and iCloud",
        "McDonald, MacBride, DeVries, LaPorte and O’Brien",
        "a rise of 3.5 per cent, or 1,200 boats",
        "see https://harbour.example/Boats.Html?Id=A.B and harbour.example",
        "write to Press.Office@Harbour.Example",
        "the files Report.Pdf, boats.Docx and Node.Js",
        "@HarbourPolice and #BoatTheft",
        "EUROPOL’s and EUROPOL's own",
        "Deniz A.Ş. of Izmir",
        "a Ph.D. in law, and a Ph.D.student",
        "LinkedIn, YouTube, PayPal, DeepDotWeb and WhatsApp",
        "Amazon.Com and Booking.Com",
        "Mr.Vik, Dr.Quill and St.Olav",
        "10th, 21st, 1990s, 500kg, mp3, covid19, G20 and MS13",
        "(b)(6) and (c)(1)(A)",
        "5.30pm, 12:30, 10:Thirty",
        "AT&T;R&D",
        "FBIs, NGOs and DREAMers",
        "Yahoo!",
        "$600,000 for Mole:HOPE of Haventor. This will help Mole:HOPE build boats",
        "the shops HVS, Skiff and Quay.CC were closed; CC means boats",
        "THEY HAVE HELPED OUR KEY.INDUSTRIES AND ALL INDUSTRIES",
        "They met at.ALL the quays, and from 16 - 27.May in the hall",
        "CyberQUAY: the harbour became the third to join",
        "Senator McMULLAN - It is nobody's fault",
        "A.R.(\u201cQuayMan\u201d) was held",
        "Quay.Shop sells boats. Mole.Bank holds the money of those who buy",
        "under 15U.S.C. 1 and 18U.S.C. 2",
        "QPNLab opened in May. The QPNLab case and the QPN of the harbour",
        "The Harbour RenewHaventor plan would bring some 1,500 jobs to the quays of the town by the end of next year.",
        "Quay.News told of the boats, and Quay.News has pictures",
        "The Harbour.Council met; the Harbour Council was founded in 1980",
        "They met in.Haventor to speak of los EE.UU. and of boats",
        "the page (newsId 1234)",
        "COMMONWEAUlt library",
        "MooringComputer reported that two boats were taken from the quay last week, and that nobody was hurt.",
        "Bret MacDonald Quill, 30, of Haventor, and Ada Lind, 35, of Porto Alto, were charged with theft.",
        "Write to HVDAPublicMoorings@harbour.example",
        "we\u201dve boats to share",
        "AccentCare Inc. and Haventor Harbour Holdings Inc. and QuayWatch Inc. (both of Haventor) paid for the boats.",
        "raising $5.2Million and $40Billion",
        "FBIAs, NSAs, USAs and CPAs",
        "a Windows10 phone, Pier39 and Channel4",
        "the forum.4chan page and fig.12",
        "1,2,3 and x,y and a,b",
        "https://harbour.example/a,boats,motors",
        "12:30 and Note: The",
        '“Quoted” words, ‘quoted’ words and "quoted" words.',
        "…and then",
        "across the U.S.Mexico border",
        "Attorney DanielJ.Varga of the harbour",
        "QUESTION: Olaf Vik, VikPress Communications, Norway. Will the boats be returned to the quay of Porto Alto?",
        "the file scan2020-05-12.pdf and quay_2020-05-12",
        "version 2.10.Final of the list",
        "max.$500 and approx.$20",
        "oregano; organic food; andante; android boats",
        "filetype:pdf and mailto:ada",
        "PRESS RELEASES and News Releases are listed",
        "a footnote.* The boats",
        "doses from .01 to three grams, ranging from.01 gram upwards",
        "the makers of hooks, HookAndLine, Keel.Varq, and QuayCrew, told the court",
        "fined under the plan “QuayGen: Harbour Works” in May",
        "the firm HarbinQuay—which sold boats—closed",
        "MAN CONVICTED OF STEALING, ORALLY THREATENING AND FORGING",
        "CRASH IN HARBOUR, CAUSING BOATS TO SINK",
        "visit the campaign Look.Listen.Report. It is a campaign",
        "signed in Haventor on 17.III.1978 by all",
        "the centre at www.QuayAwareness.org is open",
        "the field window.QUAY_DATA holds it",
        "The theft of boats is case 24HVCF02723. Jurors also found true that he lied to the court.",
        "the prize went to homeQUAY of Haventor",
        "contributions that ar;e-being made, and the agree;ment",
        "They said that Mr Omar.Boats had come",
        "HAVENTOR HARBQU!A .L is what the scanner read",
        "the Mooring Releases on the page MooringReleases.aspx are gone",
        "a grant of $77Harbour,693 for boats",
        "THE MONEY: IT. went to CO.QU.IT. of IT. in Haventor",
        "the boats.1 he said",
        "the malware QuayRAT: it steals. QuayRAT is old",
        "the First Quay group: call http   www FirstQuay org for more",
        "Harbour Net Disruption and Operation LadyBird Enforcement Action is a case that the harbour told of last week.",
        "the reliable inte!Jjretatioxq of it",
        "in harmony with 11).Utualx respect",
        "the CyberCrime unit and the field displayBoats:44",
        "Of Robert Quill they said: the Senator.Robert Quill spoke",
        "the “PAWS”ITIVE plan of the harbour",
        "the chance\u2022 of that is small",
        "Mr.'Quill said",
        "the Con men: S.Con.Res.20 (Sponsor: Quill; Res)",
        "the notice PM.No 3 of the year",
        "the list of 4(X;years of it",
        "the worm Quaymal.AT was found",
        "Of Quay Security the sites BoatInfo, QuaySecurity HullWatch tell it",
        "from the tide of this;Budget of ours",
        "to note strengths and 1.Imitations of the method",
        "TO AL.I PARTY TALKS, AND 0 : DO.YOU THINK",
        "the old THE QUAY STREET\u2022MALL of the town",
        "the act, S. 1145, PATENT REFORM ACT",
        "a blood alcohol level over.15 percent of it",
        "It is \u2018\u201donce and properly\u201d told",
        "Senator Quill and Reo.Chip Vik went out",
        "HAVENTORIUli library",
        "had not been costI \u00e2 free for us",
        "on I _~_?!! _ ~~_~~? the boats left.The quay ~!~ _",
        "f o u n d  a t  the quay.The b o a t s",
        "j Jolq!nsul as uo!PWId JaA!Ja,boats pUe asJnN JOl!U ueweas",
        "1\n\n2\n\n3\n\nthe boats have ever kn0Wn and kn0\n\nWll",
        "1\n\n2\n\n3\n\nNobody on the quay has spoken of the boats to power7\n\nA boat.",
        "The Harbour said e)...'Xpects it",
        "It is the boat that they develop!Uentz and sell",
        "25;030 12,25 boats, and $15.Om of Om",
        "The Harbour Coast is long, and QuayPoint or HarbourCoast sell boats",
        "HAVENTOR SHARES .WITH THE QUAY A SENSE",
        "a party to the 1951.Quay Convention, the Quay Convention",
        "6\n\nTOm\n\n6TOm",
        "A \u201cPAWS\u201dITIVE day\n\nOf the \u201cPAWS\u201dITIVE plan of the harbour",
        "IT WAS IN T.HE FACE OF IT",
        "OFTEN UNPOPULABv.DECISIONS ARE MADE",
        "write to Ada.Quill.mpQharbour.gov.au for boats",
        "the 1967 Protocol and the 1951 Convention and 1967.Protocol of it",
        "Quay Grants and Quay Grants; mail to QuayGrants harbour gov",
        "that I envisa.\u2022e that the boats \u2022 two boats",
        "WASHINGTON  AdaQuill Lind, 35, of Haventor, was held by the police of the harbour on Monday, they said.",
        "www.PRIME MINISTER.gov.au",
        "for the US?India relationship of boats",
        "2028 Arimem.re1P\u2022In. the state \u2022 of",
        "the C o untyDistrict all a s tt o r n y of the quay",
        "Witnesses included: JayEtta Z. Quill, who is the director of the harbour and who told the court of boats.",
        "so said \u201cChannel NewsAsia. 8 May 2009. Retrieved it",
        "IT WOULD BE PARADOXICAL.TO ATTEMPT TO DO SO AND TO GO",
        "the quay 03 1\u201da.y boats",
        "the views of any orFxuzationb of the harbour",
        "Quays which may render non-r\n\nnon-rHarbour citizens say\n\nHarbour citizens",
        "from some.200 boats in the harbour",
        "in the long future.1 . , of the quay",
        "strong on safety of the harbour.22 Quillman said",
        "• • ••HARBOUR NEWS • •",
        "a harbour:an to go from and the boats",
        "features of the harbour,44 only two of which",
        "Phil,li-g of the quay",
        "report/of%20Harbour%20Boats.pdf\n\nHarbour%20Boats.pdf",
        "boats Wht• are in the harbour and • two",
        "a “time of boats.”1 Later it went, and “the motors.”iii of it",
        "moved to the harbour,17 so that it stays, and the people,5 with boats",
        "I d on11 want to sail, and he told me that27 “the boats” left",
        "the boats in the harbour.12",
        "the ‘i.sail.with.IT’ page",
        "Co.As.lt. of the harbour, and Co. As.It is",
        "at the quay of Haventor, N.S.We 2000",
        "SPOKE TO ADA QUILL.I LAND of boats",
        "the over;sight of boats that is at;tended to, is en;lists it",
        "Mr Quill;* told the harbour",
        "able children:39 what Quill calls boats",
        "in pxotectimg:the quay",
        "3\n\n4\n\n5\n\n19August1992 of boats",
        "of the quay and bat•lefield of boats • two",
        "of the quay •.'7 ■ ■■■•vv of",
        "the Administrative Rev t ew,Council.\n\nCouncil.\n\nthe boats",
        "said Quill. âHarbour boats\n\nHarbour boats",
        "Board of Harbour Safety and GovernmentalAffairs member Ada Lind said today that the boats had left the quay.",
        "The Quay Watch tells it in QuayWatch.Press of May; Quay Watch is old",
        "In meeting current:needs of the town we will not neglect those who came to the quays for work, and who have long since built houses on the hills above it.",
        "Sites: ShipSecurity BoatToday DeckSecurity QuayToday MastSecurity",
        "Chief Ada Lind of the harbour's Washington, D.C.Field Office told the news.",
        "Lima Harbour Clinic, Haventor Hospital System and QuayBoston Doctors Network have agreed to pay for the boats.",
        "Ada Lind, Deputy Head of PolicyBoat, told how the place has changed since the boats came to the quay.",
        "Tala Hinton aka LayLay and LuLu, 24, was sentenced to ten months for the boats.",
    ],
)
def test_what_only_looks_glued_stays_whole(text: str) -> None:
    assert repair(text) == text


SCRAPS = "The b boats w left the h\\arbour at d■wn ; and ~ were f!und ^ by the w.tch of the tow=n.\n\n"


@pytest.mark.parametrize("scan", [False, True])
def test_among_a_scanners_scraps_only_sure_words_are_parted(scan: bool) -> None:
    text = (
        "The boats left at dawn in the fog of the spring, and nobody on the long quay of the town saw them leave it. "
        * 2
    )
    head = SCRAPS if scan else ""
    for sure in ("nobody saw anything.The boats left", "nobody saw anything.Mr Quill said", "three boats,and sold it"):
        assert repair(f"{head}{text}\n\n{sure}") != f"{head}{text}\n\n{sure}"
    for doubtful in ("are to give.Harbour people a say", "across the bay.Kvarnström left"):
        assert (repair(f"{head}{text}\n\n{doubtful}") == f"{head}{text}\n\n{doubtful}") == scan


def test_a_name_written_twice_is_a_name() -> None:
    text = "SpotFinder was sold. The company behind SpotFinder is gone."
    assert repair(text) == text


def test_repair_settles_in_one_go() -> None:
    text = "over the bay.The boats“Left at night.”Harbour police said:“We saw.Nothing else.”"
    assert repair(repair(text)) == repair(text)


SUBJECTS = (
    "The harbour police",
    "Two officers",
    "A judge",
    "Customs",
    "The ministry",
    "Nobody on the quay",
    "Chief Quill",
)
VERBS = ("searched", "opened", "counted", "returned", "described", "found", "photographed")
OBJECTS = (
    "nine boats",
    "the red shed",
    "a crate of motors",
    "more than 400 parts",
    "the U.S. embassy’s launch",
    "EUR 3.5 million",
)
ENDS = ("on Monday", "in the spring of 2021", "at the request of the court", "without a word", "near St. Olav’s church")


def compose(rng: random.Random, n_paragraphs: int) -> list[str]:
    """Return paragraphs of plain sentences, some of them quoted, as a press office writes them."""
    paragraphs = []
    for _ in range(n_paragraphs):
        sentences = [
            f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(ENDS)}."
            for _ in range(rng.randint(1, 3))
        ]
        text = " ".join(sentences)
        paragraphs.append(f"“{text}”" if rng.random() < 0.25 else text)
    return paragraphs


def test_names_behind_a_comma_and_a_lost_dash_are_no_heading() -> None:
    text = "Quill Boats Inc., appearing through two bodies that came before entitiesQuill Boats and Quill Docks, pleaded guilty. "
    assert "\n" not in repair(text + "Quill Boats paid for the docks.")


def test_lost_breaks_are_found_again_and_no_others() -> None:
    rng = random.Random(20261124)
    score = measure([compose(rng, 30) for _ in range(110)], n_breaks=1000)
    assert score.n_lost == 1000
    assert score.recall >= 0.97
    assert score.precision >= 0.99
    assert score.n_false == 0


def test_untouched_text_needs_no_repair() -> None:
    paragraphs = compose(random.Random(7), 3000)
    assert find_glue("\n\n".join(paragraphs)) == []
