"""What stands in place of a release is told; a release that speaks of such things stays one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.no_release import why_no_release
from pipeline.clean_text.stage import clean_one
from pipeline.config import Settings
from pipeline.errors import InputError

WALLS = [
    "Just a moment...\n\nChecking your browser before accessing wardens.example. Please allow up to 5 seconds.\n\nRay ID: 71b2c",
    'Access Denied\n\nYou don\'t have permission to access "http://wardens.example/news/12" on this server.\n\nReference #18.2d3e1702.1700000000.ab12',
    "Request unsuccessful. Incapsula incident ID: 119-77 88 99",
    "Pardon Our Interruption\n\nSomething about your browser made us think you were a bot. There are a few reasons for it:\n\nYou've "
    "disabled cookies in your web browser.\n\nTo regain access, make sure that cookies and JavaScript are enabled.",
    "Are you a robot?\n\nPlease complete the captcha below to continue.\n\nWe have detected unusual traffic from your network.",
    "You need to enable JavaScript to run this app.",
    "JavaScript is disabled\n\nIn order to continue, we need to verify that you're not a robot. This requires JavaScript.",
    "Sorry, you have been blocked\n\nYou are unable to access wardens.example\n\nThis website is using a security service to protect "
    "itself from online attacks. You can email the owner to let them know you were blocked.\n\nCloudflare Ray ID: 8a7b",
    "The requested URL was rejected. Please consult with your administrator.\n\nYour request was blocked. Your support ID is: 1234567890",
    "Zugriff verweigert\n\nBitte aktivieren Sie JavaScript, und bestätigen Sie, dass Sie ein Mensch sind.",
    "Un instant…\n\nVeuillez activer JavaScript et les cookies pour continuer. Nous vérifions que vous êtes humain.",
    "Acceso denegado\n\nNo tiene permiso para acceder a esta página. Active JavaScript y vuelva a intentarlo.",
    "Доступ запрещён\n\nПодтвердите, что вы не робот.",
]
ERRORS = [
    "404",
    "Page not found\n\nThe page you are looking for may have been moved or deleted. Try the search box above.",
    "404 Not Found\n\nnginx",
    "Oops!\n\nWe can't find the page you are looking for. Please check the address, or return to the home page.",
    "Error 500\n\nThe server encountered an internal error and was unable to complete your request. Please try again later.",
    "503 Service Unavailable\n\nThe service is temporarily unavailable.",
    "Sorry, this page isn't available.\n\nThe link you followed may be broken, or the page may have been removed.",
    "Seite nicht gefunden\n\nDie Seite wurde verschoben oder gelöscht.",
    "Page introuvable\n\nLa page que vous cherchez n’existe plus ou a été déplacée.",
    "Página no encontrada\n\nLa página que busca no existe o ha sido eliminada.",
    "Sidan kunde inte hittas\n\nSidan du söker finns inte längre.",
]
LOGINS = [
    "Sign in to your account\n\nEnter your email address and password.\n\nForgot your password?\n\nRemember me",
    "Log in\n\nPlease log in to continue.\n\nUser name\n\nPassword\n\nForgot your password?",
    "Your session has expired. Please sign in again to view this page.",
    "Anmelden\n\nBitte melden Sie sich an.\n\nBenutzername\n\nKennwort\n\nPasswort vergessen?",
]
LISTS = [
    "Press releases\n\n3 May 2024\n\nTwo poachers fined\n\n1 May 2024\n\nWeir closed for repairs\n\n28 April 2024\n\nNew patrol boat named\n\n"
    "20 April 2024\n\nEel count begins",
    "Search results for: eels\n\nTwo poachers fined at the weir - 3 May 2024\n\nEel count begins - 20 April 2024\n\nEel ladder opened - 2 March "
    "2024\n\nEels back in the mill race - 9 January 2024",
    "Tag: eels\n\n3 May 2024 – Two poachers fined. Wardens caught them at the weir after three weeks of watching…\n\n1 May 2024 – Weir "
    "closed for repairs. The gates need new paint and will stay shut until June…\n\n28 April 2024 – New boat named. She is called "
    "Petrel and will patrol the lower river…\n\n20 April 2024 – Eel count begins. Volunteers meet at the mill each night…",
    "News archive\n\nTwo poachers fined at the weir\n\nWeir closed for repairs in May\n\nNew patrol boat named Petrel\n\nEel count begins "
    "at the mill\n\nEel ladder opened by mayor\n\nEels back in the mill race",
]
SHELLS = [
    "Home\n\nAbout us\n\nOur work\n\nNews\n\nContact\n\nSite map\n\nFollow us\n\nAccessibility\n\nFeedback\n\nCareers"
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "a bot wall") for text in WALLS),
        *((text, "an error page") for text in ERRORS),
        *((text, "a log-in page") for text in LOGINS),
        *((text, "a list of releases") for text in LISTS),
        *((text, "an empty shell") for text in SHELLS),
    ],
)
def test_what_is_no_release_is_told(text: str, kind: str) -> None:
    assert why_no_release(text, titles=[]) == kind


NEWS = "Officers searched nine flats on Tuesday, and the court is to hear the two men next week."
RELEASES = [
    f"Captcha farm closed\n\nVARNA, Bulgaria, 3 May 2024 – Police closed a farm where 40 people solved captchas for a gang. {NEWS}",
    "Gang posed as a security check\n\nVictims saw a page that said “Checking your browser” and asked them to verify that they were human, "
    f"police said on 3 May 2024. The page then loaded a trojan. {NEWS}",
    f"Access denied\n\nTwo hackers who locked 400 firms out of their own systems were jailed on 3 May 2024.\n\n{NEWS}",
    "Hospital staff read “Access denied” on every screen on Monday, the investigators said, after a gang had encrypted the servers.",
    "Advisory: turn off old plug-ins\n\nThe agency advises users to enable JavaScript only for sites they trust. Attackers send a page that asks "
    f"you to enable JavaScript to continue.\n\nThe advisory of 3 May 2024 lists eleven such pages.\n\n{NEWS}",
    "The force's page for reports is down. The page could not be found on Monday, the force said; please call 555-0100 until Friday, 3 May 2024.",
    f"404 boats seized\n\nWardens seized 404 boats on 3 May 2024.\n\n{NEWS}",
    f"Error in the count\n\nThe figures of 3 May 2024 were wrong: 12 people, not 21, were held.\n\n{NEWS}",
    f"Log-in data of 40,000 customers stolen\n\nThe pages asked victims to enter their password, police said on 3 May 2024.\n\n{NEWS}",
    "Nine held.\n\n14 rifles, 300 rounds.\n\nNo injuries.",
    "Two fined over eels\n\nTwo poachers were fined.",
    "Timeline of the inquiry\n\n3 May 2023\n\nDivers find the boat.\n\n9 June 2023\n\nTwo men are held in Varna.\n\n12 July 2023\n\nThe court "
    "orders them to stay in custody.\n\n2 August 2023\n\nA third man gives himself up.\n\n9 September 2023\n\nThe trial begins.",
    "Wanted\n\nThe police ask for help in finding these men:\n\nAda Finch, born 3 May 1990\n\nBo Lund, born 4 June 1991\n\nCy Moor, born 7 July 1992\n\n"
    "Di Nash, born 8 August 1993\n\nEd Oak, born 9 May 1994",
    "News of the week\n\nWardens fined two poachers at the weir on 3 May 2024, and closed the mill race for a week. "
    + NEWS,
    "Two held in Varna after raid on flats",
    "NOTICE OF ROAD CLOSURE\n\nQUAY STREET\n\nFROM MONDAY\n\nUNTIL FURTHER NOTICE\n\nBY ORDER OF THE HARBOUR MASTER",
]


@pytest.mark.parametrize("text", RELEASES)
def test_a_release_stays_one(text: str) -> None:
    release = clean_release(text, markup=False, stated={})
    assert release.no_release is None
    assert why_no_release(text, titles=[release.title or ""]) is None


def test_pages_that_are_none_are_set_aside_with_their_reason() -> None:
    nav = "<nav><a href='/'>Home</a><a href='/n'>News</a></nav>"
    pages = {
        "a bot wall": "<title>Just a moment...</title><body><noscript>Enable JavaScript and cookies to continue</noscript></body>",
        "an error page": f"<title>Page not found | River Police</title><body>{nav}<h1>Page not found</h1><p>The page you requested "
        "could not be found.</p><p>Use the search box to find it.</p></body>",
        "a log-in page": f"<title>Log in | River Police</title><body>{nav}<form><label>User name</label><input><label>Password</label>"
        "<input type=password><a href='/f'>Forgot your password?</a></form></body>",
        "a list of releases": f"<title>News | River Police</title><body>{nav}<h1>News</h1>"
        + "".join(f"<div><h3><a href='/{n}'>Wardens fined poacher number {n}</a></h3><p>He was caught at the weir after dark and "
                  "could not say why he had a net with him.</p></div>" for n in range(6))
        + "</body>",
    }  # fmt: skip
    for kind, page in pages.items():
        with pytest.raises(InputError) as caught:
            clean_one(f"<!DOCTYPE html><html>{page}</html>", True, {}, Settings())
        assert (caught.value.reason, caught.value.detail) == ("not-a-release", f"What was found is {kind}.")


MENUS = tuple(
    f"{name} {what}"
    for name in ("Harbour", "Quay", "Marine", "Mooring")
    for what in ("divisions", "jurors", "grants", "forms", "units")
)


def test_a_copy_of_a_page_that_holds_its_menus_alone_is_set_aside() -> None:
    page = ("Summary", "Source text harvested from https://www.harbour.example/motors.", "Extracted Text", *MENUS)
    with pytest.raises(InputError, match="menu without its text"):
        clean_one("\n\n".join(page), False, {}, Settings())


@pytest.mark.parametrize(
    "page",
    [
        ("Page not found", "The page you are looking for is not available.", "Try one of the following: the search."),
        ("Sorry, we could not find what you were looking for.", "You can try a search or start over on the home page."),
        ("Nous n’avons pas trouvé la page.", "Revenez à partir de la page d’accueil."),
        ("Title: 404: Page not found", "Warning: Target URL returned error 404: Not Found"),
    ],
)
def test_a_copy_of_an_error_page_is_set_aside_whatever_its_collector_says_above(page: tuple[str, ...]) -> None:
    summary = "The harbour police held eleven people on 14 March 2022 for stealing motors, an inspector said."
    for above in ((), ("Summary", summary)):
        text = "\n\n".join((*above, "Extracted Text", *page))
        assert why_no_release(text, titles=("Motor thieves held",)) == "an error page"


def test_what_a_page_says_of_a_page_that_is_gone_is_a_release() -> None:
    news = "The harbour police said on 14 March 2022 that the page of the thieves was not found on any server."
    assert why_no_release("\n\n".join(("Summary", "Extracted Text", news, news)), titles=()) is None


@pytest.mark.parametrize(
    "lines",
    [
        ("Extracted Text", *MENUS, "Two men were held on the quay of Haventor on Monday."),
        ("Two men were held on the quay of Haventor on Monday.", "Extracted Text", *MENUS),
    ],
)
def test_a_copy_with_a_sentence_that_tells_something_is_a_release(lines: tuple[str, ...]) -> None:
    assert why_no_release("\n\n".join(lines), titles=()) is None


def test_a_list_of_links_is_no_release_but_a_release_with_links_is_one() -> None:
    links = "".join(f"<li><a href='/{n}'>Wardens fine poacher number {n} at the weir</a></li>" for n in range(9))
    body = f"<p>{NEWS}</p><p>The inquiry goes on, and the wardens ask for names of buyers.</p>"
    assert clean_release(f"<body><ul>{links}</ul></body>", markup=True, stated={}).no_release == "a list of releases"
    assert clean_release(f"<body><main>{body}<ul>{links}</ul></main></body>", markup=True, stated={}).no_release is None


@given(st.text(max_size=300))
def test_any_text_is_told_without_error(text: str) -> None:
    why_no_release(text, titles=[text[:50]])


@pytest.mark.parametrize(
    "part", ["page ", "you need ", "a. ", "“", "3 May 2024 ", "link may ", "please log in ", "404 not found "]
)
def test_the_cost_is_linear(part: str) -> None:
    def seconds(n: int) -> float:
        text = (part * n)[:3000]
        start = time.process_time()
        why_no_release(text, titles=[text[:200]])
        return time.process_time() - start

    seconds(10)
    assert seconds(10_000) < 1


YEAR = "\n\n".join(
    f"{day}\n\n{line}"
    for day, line in (
        ("December 13", "Office wins a grant for old cases of the county"),
        ("November 2", "Clerk sentenced to six years for theft from a fund"),
        ("July 17", "Driver pleads guilty to a collision on the highway"),
        ("May 16", "Lawsuit filed against a rule on reports of cases"),
        ("January 14", "Office opens a unit against trafficking in humans"),
        ("January 8", "Prosecutor of the county congratulates a new judge"),
    )
)


@pytest.mark.parametrize(
    "head", ["2025 Press Releases", "Press Releases 2025", "How do I serve?\n\nPress Releases 2025"]
)
def test_headlines_below_days_without_a_year_are_a_list(head: str) -> None:
    assert why_no_release(f"{head}\n\n{YEAR}", titles=()) == "a list of releases"


def test_days_without_a_year_in_a_release_are_no_list() -> None:
    told = "Police of the county told of the case on Monday and said that two men were held in the harbour.\n\n"
    assert why_no_release(f"Press releases\n\n{told * 8}{YEAR}", titles=()) is None


def test_teasers_of_a_home_page_with_their_days_in_brackets_are_a_list() -> None:
    teasers = [f"Wardens close weir number {n}\n\n{NEWS}\n\n[2025-1{n}-01]News" for n in range(4)]
    assert _set_aside("\n\n".join(teasers), "Official website") == "a list of releases"
    assert _set_aside("\n\n".join(teasers[:3]), "Official website") is None


def _set_aside(text: str, title: str) -> str | None:
    return clean_release(text, markup=False, stated={"title": title}).no_release


NOTED = "---\ntitle: Motor thieves held\ncollection_date: 2026-04-17\n---\n\n## Summary\n\n{}\n\n## Extracted Text\n\n"
TOLD = "The harbour police held eleven people on 14 March 2022 for stealing motors, an inspector said."
BANNER = (
    "2 captures", "24 Dec 2025 - 25 Feb 2026", "Jan", "FEB", "COLLECTED BY", "Organization: Quay Archive",
    "The Quay Archive is a loose band of friends of old pages who save what they find before it is taken down by owners.",
    "The Wayback Machine - http://web.archive.org/web/20260225001925/https://www.harbour.example/two-held",
)  # fmt: skip


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (MENUS, "a page's menu without its text"),
        (("Motor thieves held | Harbour Police", *BANNER, *MENUS), "a page's menu without its text"),
        (
            ("# Page not found", "* The page you are looking for is not available.", "Try one of these: search."),
            "an error page",
        ),
    ],
)
def test_a_collectors_copy_without_a_body_is_set_aside_whatever_he_tells_above(
    page: tuple[str, ...], kind: str
) -> None:
    text = NOTED.format(TOLD) + "\n\n".join((*page, "## Extraction Notes", "- parser: plain"))
    assert clean_release(text, markup=False, stated={}).no_release == kind
    plain = "\n\n".join((TOLD, "Extracted Text", *MENUS))
    assert clean_release(plain, markup=False, stated={}).no_release is None


@pytest.mark.parametrize(
    "body",
    [
        (f"{NEWS} {NEWS}",),
        tuple(
            f"and the wardens of weir {n} have closed the mill race of the town for boats" for n in range(9)
        ),  # wrapped
    ],
)
def test_a_collectors_copy_with_a_body_is_a_release(body: tuple[str, ...]) -> None:
    text = NOTED.format(TOLD) + "\n\n".join((*MENUS, "Motor thieves held", *body, *BANNER[:1]))
    assert clean_release(text, markup=False, stated={}).no_release is None


def test_what_an_archive_puts_above_a_page_goes() -> None:
    text = NOTED.format(TOLD) + "\n\n".join(
        ("Motor thieves held", *BANNER, "Motor thieves held", f"{NEWS} {NEWS}", NEWS)
    )
    mapped = clean_release(text, markup=False, stated={}).mapped
    assert "Quay Archive" not in mapped.text and NEWS in mapped.text
    assert "archive-banner" in {edit.rule for edit in mapped.edits()}


def test_what_a_converter_says_it_could_not_fetch_is_an_error_page() -> None:
    head = "Title: Quay\n\nURL Source: https://quay.example/two\n\n"
    warning = "Warning: Target URL returned error 503: Service Unavailable"
    about = f"The site is down.\n\n{NEWS}\n\n{NEWS}"
    failed = clean_release(f"{head}{warning}\n\nMarkdown Content:\n\n{about}", markup=False, stated={})
    assert failed.no_release == "an error page"
    told = clean_release(f"{head}Markdown Content:\n\nIt said “{warning}”.\n\n{NEWS}", markup=False, stated={})
    assert told.no_release is None


FIELDS = "---\ntitle: Motor thieves held\ncollection_date: 2026-04-17\n---\n\n"
CARD = (
    "## Record\n\nThis keeps what is known of a page.\n\n- Title: Motor thieves held\n- Publisher: Harbour Police\n"
    "- URL: https://harbour.example/two\n\n### Summary\n\nThe harbour police held eleven people.\n\n## Extraction Notes\n\n- parser: none"
)


def test_a_collectors_record_of_a_page_is_no_release_unless_he_tells_what_the_page_says() -> None:
    record = clean_release(FIELDS + CARD, markup=False, stated={})
    assert record.no_release == "a collector's record of a page"
    told = CARD.replace(
        "held eleven people.", f"held eleven people.\n\n{NEWS} {NEWS} {NEWS} {NEWS}\n\n{NEWS} {NEWS} {NEWS}"
    )
    assert clean_release(FIELDS + told, markup=False, stated={}).no_release is None
    other = CARD.replace("Title: Motor thieves held", "Title: Weir closed")
    assert clean_release(FIELDS + other, markup=False, stated={}).no_release is None
    assert clean_release(CARD, markup=False, stated={}).no_release is None


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (
            "Title: Page not found | Harbour News URL Source: https://harbour.example/two Markdown Content: # News",
            "an error page",
        ),
        (
            "Title: Page URL Source: https://harbour.example/two Warning: Target URL returned error 404: Not Found",
            "an error page",
        ),
        ("This website is unavailable in your location. – Harbour News Home Weather Sport Boats", "a bot wall"),
        ("Title: Motor thieves held | Harbour News URL Source: https://harbour.example/two", None),
        ("Eleven people were held on Monday – the harbour police said so.", None),
    ],
)
def test_the_first_words_that_a_collector_cut_out_tell_what_his_page_was(first: str, kind: str | None) -> None:
    text = f"{FIELDS}## Summary\n\n{TOLD}\n\n## Extracted Summary\n\n{first}\n\n## Extraction Notes\n\n- parser: plain"
    assert clean_release(text, markup=False, stated={}).no_release == kind


LOST = ("404 Error", "Oops, you seem to be lost!", "We can't seem to find the content you are looking for.")


def test_an_error_below_a_menu_is_an_error_page() -> None:
    menu = [f"Boats and quays {n}" for n in range(80)]
    assert why_no_release("\n\n".join((*menu, *LOST)), titles=()) == "an error page"
    assert why_no_release("\n\n".join((*menu, *LOST[:2], NEWS)), titles=()) != "an error page"
    assert why_no_release("\n\n".join((NEWS, NEWS, *menu, *LOST)), titles=(), dateline=True) is None
    page = "\n\n".join((*menu, *LOST, "## Extracted Text", *menu, "## Extraction Notes", "- parser: plain"))
    assert clean_release(f"{FIELDS}{TOLD}\n\n{page}", markup=False, stated={}).no_release == "an error page"


DATED = [f"Man held for theft of boat {n}, May {n}, 2021" for n in range(1, 15)]


def test_a_years_headlines_with_their_days_are_a_list_whatever_stands_above() -> None:
    head = ("Criminal Division | QXW in 2021", "Home", "A .gov website belongs to an official government organization.")
    assert why_no_release("\n\n".join((*head, *DATED)), titles=()) == "a list of releases"
    assert why_no_release("\n\n".join((*head, *DATED)), titles=(), dateline=True) is None
    assert why_no_release("\n\n".join((*head, NEWS, NEWS, *DATED)), titles=()) is None
    headlines = [line.partition(",")[0] for line in DATED]
    assert why_no_release("\n\n".join(headlines), titles=("QXW Press Releases - 2021",)) == "a list of releases"
    assert why_no_release("\n\n".join(headlines), titles=("Men held for thefts of boats",)) is None


def test_a_filter_that_counts_releases_is_part_of_a_list() -> None:
    counted = [f"{year}\n\n({year - 2000})" for year in range(2010, 2022)]
    assert why_no_release("\n\n".join(("Filter by year", *counted)), titles=("Harbour Police",)) == "a list of releases"
    assert why_no_release("\n\n".join((NEWS, NEWS, *counted)), titles=("Harbour Police",)) is None
