"""Pages of unusual build: what is the release and what is not, by kinds known from other tools' bug reports."""

from __future__ import annotations

import pytest

from pipeline.clean_text import html
from pipeline.clean_text.clean import CleanRelease, clean_release

LEAD = "Two poachers were fined on 3 April 2024 after a raid on the eel weir."
MORE = "Wardens had watched the bank for three weeks and counted the boats that came in after dark."
NAV = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>'
FOOT = '<footer><p>© 2024 River Wardens. All rights reserved.</p><a href="/privacy">Privacy</a></footer>'
CONSENT = (
    "<h2>Your privacy matters</h2><p>We and our 317 vendors store and access information on your device, such as cookies and "
    "unique identifiers, and process it for personalised content and advertising, measurement, audience research and the "
    "development of services. With your permission we may use precise location data. You may refuse, or change your choices "
    "at any time.</p><p>You can withdraw your consent at any moment with the link at the foot of each page.</p>"
    "<button>Agree</button><button>Refuse</button>"
)
BOTTOM = (
    "<p>This site is maintained by the wardens' association. The information on this website is provided for general "
    "purposes and in good faith; we accept no liability for any loss that may arise from its use. Use of this website is "
    "governed by the law of the place where the association has its seat.</p>"
)


def page(body: str, head: str = "<title>Two fined</title>", nav: str = NAV) -> CleanRelease:
    source = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{nav}{body}{FOOT}</body></html>'
    return clean_release(source, markup=True, stated={})


def paragraphs(release: CleanRelease) -> list[str]:
    return release.mapped.text.split("\n\n")


SHORT = f"<main><h1>Two fined over eels</h1><p>{LEAD}</p></main>"


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="sp_message_container">{CONSENT}</div>{SHORT}',
        f'<div class="cc-window" role="dialog" aria-live="polite">{CONSENT}</div>{SHORT}',
        f"<section><div><div>{CONSENT}</div></div></section>{SHORT}",
        f"{SHORT}<div>{CONSENT}</div>",
        f"{SHORT}<aside>{CONSENT}</aside>",
        f"<div>{CONSENT}</div><div id='content'><h1>Two fined over eels</h1><div>{LEAD}</div></div>",
        f"<div>{CONSENT}</div><h1>Two fined over eels</h1><p>{LEAD}</p>",
        f'<div class="site-info">{BOTTOM}</div>{SHORT}',
        f"{SHORT}<div>{BOTTOM}</div>",
        f"{SHORT}<div><p>An official website of the River Union government.</p>{BOTTOM}</div><div>{CONSENT}</div>",
    ],
)
def test_notices_longer_than_the_release_are_no_part_of_it(body: str) -> None:
    release = page(body)
    assert paragraphs(release) == [LEAD]
    assert not release.lost


@pytest.mark.parametrize("frame", ["sidebar", "related-posts", "widget", "sidebar-layout"])
def test_a_frame_of_the_whole_page_called_a_sidebar_loses_no_release(frame: str) -> None:
    release = page(f'<div class="{frame}"><h1>Two fined</h1><p>{LEAD}</p><p>{MORE}</p><div>{CONSENT}</div></div>')
    assert [part for part in paragraphs(release) if part in (LEAD, MORE)] == [LEAD, MORE]
    assert not release.lost


STORY = f"<h1>Two fined</h1><p>{LEAD}</p><p>{MORE}</p>"
SAID = (
    "I have fished there for thirty years and never once saw a warden on that bank after dark, whatever they say now."
)
ABOUT = (
    "Ida Rook has written about rivers, weirs and the people beside them for this paper since she left the boat yard."
)


@pytest.mark.parametrize("frame", ["sidebar-container", "post-and-ads", "teaser", "newsletter-mail"])
@pytest.mark.parametrize("beside", ["author-info", "widget", "authorBio"])
def test_what_is_furniture_inside_a_frame_stays_furniture(frame: str, beside: str) -> None:
    """A frame with such a name is no furniture where most running text stands in it, but all inside it is judged."""
    body = f'<div class="{frame}">{STORY}<div class="{beside}"><p>{ABOUT}</p></div></div><p>{SAID[:60]}.</p>'
    assert paragraphs(page(body))[:2] == [LEAD, MORE]
    assert ABOUT not in page(body).mapped.text


@pytest.mark.parametrize(
    "names", ['id="comments"', 'class="commentlist"', 'class="comment-list"', 'id="disqus_thread"']
)
def test_comments_longer_than_the_article_are_no_part_of_it(names: str) -> None:
    thread = "".join(f"<div><p>{SAID}</p><p>{n} of us agree. {SAID}</p></div>" for n in range(9))
    assert paragraphs(page(f"<div><div>{STORY}</div><div {names}>{thread}</div></div>")) == [LEAD, MORE]


def test_a_page_of_comments_alone_keeps_them() -> None:
    assert SAID in page(f'<div id="comments"><p>{SAID}</p><p>{MORE}</p></div>').mapped.text


@pytest.mark.parametrize("names", ["has-sidebar", "no-footer", "post type-post status-publish tag-newsletter"])
def test_names_that_tell_of_other_elements_make_no_furniture(names: str) -> None:
    body = f'<div><div class="{names}"><p>{LEAD}</p></div><p>{MORE}</p></div>'
    assert paragraphs(page(body)) == [LEAD, MORE]


def test_the_id_of_a_heading_is_what_it_says() -> None:
    heading = '<h2 id="the-social-life-of-eels">The social life of eels</h2>'
    assert paragraphs(page(f"<h1>Two fined</h1><p>{LEAD}</p>{heading}<p>{MORE}</p>")) == [
        LEAD,
        "The social life of eels",
        MORE,
    ]


def test_parts_of_a_text_that_stand_beside_each_other_are_all_kept() -> None:
    first = f'<div class="rich-text"><p>{LEAD}</p></div>'
    second = f'<div class="rich-text">{f"<p>{MORE}</p>" * 6}<p>{ABOUT}</p></div>'
    body = f"<section><h1>Two fined</h1>{first}<figure></figure>{second}</section><div><p>{SAID[:70]}</p></div>"
    assert paragraphs(page(body)) == [LEAD, *[MORE] * 6, ABOUT]


def _listed(host: str) -> str:
    items = "".join(
        f'<h2><a href="https://{host}/{n}">The eel book number {n}</a></h2><p>{n}: {ABOUT}</p>' for n in range(3)
    )
    return f'<link rel="canonical" href="https://www.wardens.example/two"><main><h1>Two fined</h1><p>{LEAD}</p>{items}</main>'


def test_links_to_other_sites_with_a_text_each_are_the_article() -> None:
    assert ABOUT in page(_listed("shop.example")).mapped.text
    assert ABOUT not in page(_listed("wardens.example")).mapped.text


def test_a_trail_of_links_above_and_below_the_headline_heads_no_list() -> None:
    trail = '<ul><li><a href="/eels">What the wardens know of eels</a></li><li>Two poachers fined over eels at the weir</li></ul>'
    heading = "<h1>Two poachers fined over eels at the weir</h1>"
    body = f"<main>{trail}{trail}{heading}{trail}<p>{LEAD}</p><p>{MORE}</p></main>"
    assert paragraphs(page(body))[-2:] == [LEAD, MORE]


@pytest.mark.parametrize("script", ['x.write("<script>y()</" + "script><p>a</p>")', "a=/<p>|<script|<style/;b='</p>'"])
def test_a_script_that_names_tags_has_not_lost_its_end(script: str) -> None:
    code = (
        f"<script>{script}; function long(words) {{ return words.map(one => one.length).filter(n => n > 3); }}</script>"
    )
    assert paragraphs(page(f"<main>{STORY}</main>{code}<script>z()</script>")) == [LEAD, MORE]


def test_the_first_paragraphs_above_what_a_wall_wraps_are_kept() -> None:
    wall = f'<div class="wall">{f"<p>{MORE}</p>" * 7}</div>'
    assert (
        paragraphs(page(f'<article><h1>Two fined</h1><div class="text"><p>{LEAD}</p>{wall}</div></article>'))[0] == LEAD
    )


def test_the_one_element_said_to_be_the_body_is_it_however_long_the_talk_below() -> None:
    talk = "".join(f"<div class='member'><p>{n}: {SAID}</p></div>" for n in range(3))
    body = (
        f'<h1>Two fined</h1><div itemprop="articleBody"><p>{LEAD}</p><p>{MORE}</p><p>{ABOUT}</p></div><div>{talk}</div>'
    )
    assert paragraphs(page(body)) == [LEAD, MORE, ABOUT]


def test_a_heading_that_is_a_long_sentence_below_the_headline_opens_the_body() -> None:
    first = "The raid on the eel weir took the wardens three weeks to prepare and two men half a minute to see through."
    body = f"<header><h1>Two fined</h1><h2>{first}</h2></header><article><p>{LEAD}</p><p>{MORE}</p></article>"
    release = page(body, head="<title>Two fined</title>")
    assert paragraphs(release) == [first, LEAD, MORE]


def test_a_short_text_beside_many_long_headlines_is_not_lost() -> None:
    links = "".join(
        f'<li><a href="/{n}">Number {n}: what the council said of the weir, the wardens and the boats at night in spring</a></li>'
        for n in range(12)
    )
    release = page(f"<div>{STORY}</div><div><ul>{links}</ul></div>")
    assert not release.lost
    assert paragraphs(release) == [LEAD, MORE]


@pytest.mark.parametrize(
    "box",
    [
        "<p>Wir und unsere Partner verwenden auf dieser Seite Cookies und ähnliche Techniken, um Inhalte zu messen und zu "
        "verbessern. Sie können Ihre Einwilligung jederzeit widerrufen, auch für einzelne Zwecke und einzelne Partner.</p>",
        "<p>Nous et nos partenaires utilisons des cookies et des traceurs pour mesurer l’audience de ce site et vous proposer "
        "des contenus adaptés. Vous pouvez à tout moment retirer votre consentement dans les réglages de cette page.</p>",
        "<p>En este portal utilizamos cookies propias y de terceros para medir la audiencia y mostrarle contenidos de su "
        "interés. Puede aceptar todas las cookies, rechazarlas o retirar su consentimiento cuando quiera.</p>",
        "<p>Vi använder kakor på den här webbplatsen för att mäta hur den används och för att göra den bättre. Du kan när som "
        "helst ändra dina val, och vissa kakor behövs för att webbplatsen ska fungera som den ska.</p>",
    ],
)
def test_notices_of_other_languages(box: str) -> None:
    release = page(f"<div>{box}</div>{SHORT}")
    assert paragraphs(release) == [LEAD]


def test_where_a_notice_is_all_that_is_found_the_text_is_lost() -> None:
    assert page(f"<div>{CONSENT}</div>").lost
    assert page(f"<main>{BOTTOM}</main>").lost
    assert page(f"<div>{CONSENT}</div><main><h1>Two fined over eels</h1></main>").lost


@pytest.mark.parametrize(
    "text",
    [
        "Dear editors, please find attached our press release on the eel weir.\n\nKind regards,\n\nAda Finch",
        "Anbei finden Sie unsere Pressemitteilung zum Aalwehr. Mit freundlichen Grüßen",
        "The press statement of today is attached.",
        "Please see the attached release. Please do not hesitate to call us. Kind regards, the press office of the wardens.",
    ],
)
def test_a_covering_letter_is_not_the_release(text: str) -> None:
    assert clean_release(text, markup=False, stated={}).lost


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n\n{MORE}\n\nPlease find attached a picture of the weir.",
        "Please note that nine poachers, not 90, were fined at the weir. The first notice is attached.",
        "Two poachers were fined. A picture is attached.",
        f"The regulator fined the portal because users could not reject all cookies.\n\n{MORE}",
        "“We use cookies on this site,” the banner had said, but no one could refuse, the regulator found on 3 April 2024.",
        LEAD,
    ],
)
def test_a_release_that_speaks_of_such_things_stays(text: str) -> None:
    release = clean_release(text, markup=False, stated={})
    assert not release.lost
    assert release.mapped.text == text


def test_a_release_about_cookies_keeps_its_paragraphs() -> None:
    about = "The firm asked visitors to accept all cookies before they could read a line, the regulator found."
    own = "“By continuing you agree to our use of cookies,” its banner said."
    release = page(f"<main><h1>Portal fined</h1><p>{LEAD}</p><p>{about}</p><p>{own}</p><p>{MORE}</p></main>")
    assert paragraphs(release) == [LEAD, about, own, MORE]


@pytest.mark.parametrize(
    "items",
    [
        "<ul>{}</ul>".format("".join(f"<li><span>{n} nets</span></li>" for n in (11, 22, 33))),
        "<ol>{}</ol>".format("".join(f"<li>{n} nets</li>" for n in (11, 22, 33))),
        "<span><ul>{}</ul></span>".format("".join(f"<li><span><b>{n}</b> nets</span></li>" for n in (11, 22, 33))),
        "<div><ol>{}</ol></div>".format("".join(f"<li><p><span>{n} nets</span></p></li>" for n in (11, 22, 33))),
        "<ul>{}</ul>".format("".join(f"<span><li>{n} nets</li></span>" for n in (11, 22, 33))),
    ],
)
def test_items_of_lists_stay(items: str) -> None:
    release = page(f"<main><h1>Two fined over eels</h1><p>{LEAD}</p><p>Wardens seized:</p>{items}<p>{MORE}</p></main>")
    assert paragraphs(release) == [LEAD, "Wardens seized:", "11 nets", "22 nets", "33 nets", MORE]


@pytest.mark.parametrize("tag", ["nobr", "wbr", "tt", "big", "blink", "acronym", "font color='red'", "custom-mark"])
def test_words_in_old_or_unknown_tags_stay(tag: str) -> None:
    name = tag.split()[0]
    release = page(f"<main><p>Wardens seized <{tag}>12 nets</{name}> and a boat at the weir.</p><p>{MORE}</p></main>")
    assert paragraphs(release) == ["Wardens seized 12 nets and a boat at the weir.", MORE]


@pytest.mark.parametrize(
    "body",
    [
        '<table><tr><td><a href="/">Home</a></td><td><a href="/a">Archive</a></td></tr><tr><td colspan=2>'
        f"<h1>Two fined over eels</h1>{LEAD}<br><br>{MORE}</td></tr></table>",
        '<table width="100%"><tr><td width="20%"><a href="/">Home</a><br><a href="/a">Archive</a></td><td><table><tr><td>'
        f"<font>{LEAD}</font><p>{MORE}</td></tr></table></td></tr></table>",
        f"<center><table><tbody><tr><td>{LEAD}</td></tr><tr><td>{MORE}</td></tr></tbody></table></center>",
        f"<table><tr><td><table><tr><td><p>{LEAD}</p><p>{MORE}</p></td></tr></table></td><td><b>Archive</b><br>"
        '<a href="/1">May</a><br><a href="/2">June</a></td></tr></table>',
    ],
)
def test_layout_tables(body: str) -> None:
    assert paragraphs(page(body, nav="")) == [LEAD, MORE]


@pytest.mark.parametrize("hyphen", ["\u00ad", "&shy;", "&#173;", "&#xAD;"])
def test_soft_hyphens_split_no_word(hyphen: str) -> None:
    text = f"War{hyphen}dens seized twelve nets from poa{hyphen}chers at the eel weir."
    release = page(
        f"<main><p>{text}</p><p>{MORE}</p></main>", head=f"<title>Poa{hyphen}chers fined at the weir</title>"
    )
    assert paragraphs(release)[0] == "Wardens seized twelve nets from poachers at the eel weir."
    assert release.title == "Poachers fined at the weir"


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>What was seized</h2>",
        '<h3 class="section-title">What was seized</h3>',
        "<p><strong>What was seized</strong></p>",
        '<h2 id="seized"><a href="#seized">What was seized</a></h2>',
        "<h4><a name='s'>What was seized</a></h4>",
        "<div><h2><span>What was seized</span></h2></div>",
    ],
)
def test_headings_of_sections_stay(heading: str) -> None:
    release = page(f"<main><h1>Two fined over eels</h1><p>{LEAD}</p>{heading}<p>{MORE}</p></main>")
    assert paragraphs(release) == [LEAD, "What was seized", MORE]


@pytest.mark.parametrize(
    ("head", "line", "day"),
    [
        ("", "<p>Published 4 April 2024, updated 9 May 2024</p>", "2024-04-04"),
        ("", "<p>Updated 9 May 2024 | Published 4 April 2024</p>", "2024-04-04"),
        ("", "<p>Last updated: 9 May 2024</p><p>Published: 4 April 2024</p>", "2024-04-04"),
        ("", '<time itemprop="dateModified" datetime="2024-05-09">9 May 2024</time><time itemprop="datePublished" '
         'datetime="2024-04-04">4 April 2024</time>', "2024-04-04"),
        ("", '<p>Updated: <time datetime="2024-05-09">9 May 2024</time></p>', None),
        ('<meta property="article:modified_time" content="2024-05-09"><meta property="article:published_time" '
         'content="2024-04-04T23:30:00+02:00">', "", "2024-04-04"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2024-05-09","datePublished":"2024-04-04"}'
         "</script>", "", "2024-04-04"),
        ('<meta name="last-modified" content="2024-05-09">', "", None),
        ("", "<p>Modified on 9 May 2024</p>", None),
    ],
)  # fmt: skip
def test_the_day_of_an_update_is_not_the_day_of_issue(head: str, line: str, day: str | None) -> None:
    release = page(
        f"<main><h1>Two fined over eels</h1>{line}<p>{MORE}</p><p>{MORE} Again.</p></main>",
        head=f"<title>x</title>{head}",
    )
    assert str(release.published) == str(day)


@pytest.mark.parametrize(
    "menu",
    [
        '<div class="lang"><ul><li><a href="/yo">Yorùbá</a></li><li><a href="/fr">Français</a></li><li><a href="/ar">العربية</a></li></ul></div>',
        "<select><option>Yorùbá</option><option>Français</option></select>",
        '<p><a href="/yo">Yorùbá</a> | <a href="/fr">Français</a> | <a href="/ar">العربية</a></p>',
        '<div><a href="/yo">Yorùbá</a><a href="/fr">Français</a><a href="/sw">Kiswahili</a><a href="/ar">العربية</a></div>',
    ],
)
def test_a_menu_of_languages_is_no_text(menu: str) -> None:
    release = page(f"{menu}<main><h1>Two fined over eels</h1><p>{LEAD}</p><p>{MORE}</p></main>")
    assert paragraphs(release) == [LEAD, MORE]


@pytest.mark.parametrize(
    "text",
    [
        f"<div><![CDATA[<p>{LEAD}</p>]]></div>",
        f"<div><![CDATA[{LEAD}]]></div>",
        f"<![CDATA[<p>{LEAD}</p>]]>",
        f"<div>\n<![CDATA[\n<p>{LEAD}</p>\n]]>\n</div>",
        "<p><![CDATA[Two poachers]]> were fined on 3 April 2024 <![CDATA[after a raid on the eel weir.]]></p>",
    ],
)
def test_character_data_is_content(text: str) -> None:
    assert paragraphs(page(f"<main><h1>Two fined over eels</h1>{text}<p>{MORE}</p></main>")) == [LEAD, MORE]


@pytest.mark.parametrize(
    ("tag", "day"),
    [
        ('<span class="dateline">VARNA, Bulgaria, 3 April 2024 –</span><p>', "2024-04-03"),
        ('<p class="dateline"><b>VARNA, Bulgaria, 3 April 2024 – </b></p><p>', "2024-04-03"),
        ('<div class="place">VARNA, Bulgaria</div><div class="date">3 April 2024</div><p>', "2024-04-03"),
        ("<p><strong>VARNA, Bulgaria</strong> – ", None),
        ("<p><em>VARNA</em>, <em>Bulgaria</em> (3 April 2024) — ", "2024-04-03"),
        ("<address>VARNA, Bulgaria — </address><p>", None),
    ],
)
def test_a_dateline_in_a_tag_of_its_own(tag: str, day: str | None) -> None:
    release = page(f"<main><h1>Two fined over eels</h1>{tag}{MORE}</p><p>{MORE} Again.</p></main>")
    assert (release.dateline_place, release.dateline_country) == ("VARNA", "BGR")
    assert str(release.published) == str(day)


@pytest.mark.parametrize("held", [1, 2, 7])
def test_a_page_is_the_same_however_many_of_its_tags_are_held(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"<!-- <p> --><title>a</title><script>'<b>'</script>{NAV}{SHORT}<p title='a>b'>{MORE}</p>{FOOT}<br"
    whole = html.read_page(source)
    monkeypatch.setattr(html, "MAX_HELD", held)
    assert html.read_page(source) == whole
