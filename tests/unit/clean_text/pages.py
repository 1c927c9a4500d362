"""One invented release in the builds of a dozen press sites: what varies is the page, not the words."""

from __future__ import annotations

TITLE = "Eleven held as harbour police break up outboard motor ring"
SUBTITLE = "Stolen engines were shipped to three continents"
PARAGRAPHS = (
    "PORTO ALTO, 14 March 2022 – Harbour police arrested eleven people on Monday on suspicion of stealing "
    "more than 400 outboard motors from marinas along the coast.",
    "The motors, worth about EUR 2.1 million, were taken apart in a boatyard and sent abroad in containers "
    "declared as garden furniture.",
    "How the ring worked",
    "“They came by water and left by water, so nobody on the quay saw anything,” said Chief Inspector Marta "
    "Quill, who led the inquiry. “It took us a winter to learn their timetable.”",
    "Officers searched nine addresses and seized:",
    "137 motors without serial numbers",
    "two rigid inflatable boats",
    "EUR 48,000 in cash",
    "The suspects, aged 19 to 57, are to appear before the district court in April. The inquiry continues.",
)
LISTED = slice(5, 8)
MENU = ("Home", "About us", "News", "Wanted persons", "Statistics", "Careers", "Contact")
TEASERS = (
    ("Lost and found: a lighthouse keeper’s medal returns home", "A medal missing since 1987 was handed back."),
    ("Speed checks at sea begin this weekend", "Patrols will watch the channel from Saturday."),
    ("Open day draws four thousand visitors", "Families queued to see the launch Petrel."),
)


def _links(names: tuple[str, ...], item: str = "li") -> str:
    return "".join(f'<{item}><a href="/{n}">{name}</a></{item}>' for n, name in enumerate(names))


def _body(p: str = "p", h: str = "h2", *, attributes: str = "") -> str:
    parts = []
    for n, text in enumerate(PARAGRAPHS):
        if n == 2:
            parts.append(f"<{h}>{text}</{h}>")
        elif n == 5:
            parts.append("<ul>" + "".join(f"<li>{item}</li>" for item in PARAGRAPHS[LISTED]) + "</ul>")
        elif n in (6, 7):
            continue
        else:
            parts.append(f"<{p}{attributes}>{text}</{p}>")
    return "\n".join(parts)


def _teasers() -> str:
    return "".join(
        f'<div class="card"><h3><a href="/t{n}">{title}</a></h3><p>{text} <a href="/t{n}">Read more</a></p></div>'
        for n, (title, text) in enumerate(TEASERS)
    )


_FOOT = (
    "<p>© 2022 Porto Alto Harbour Police. All rights reserved.</p><ul>"
    + _links(("Privacy policy", "Sitemap", "Legal notice"))
    + "</ul>"
)


def news_cms() -> str:
    return f"""<!doctype html><html lang="en"><head><title>{TITLE} | Harbour Police</title>
<meta property="og:title" content="{TITLE}"><meta property="article:published_time" content="2022-03-14T09:00:00+01:00">
<style>p {{ color: #333 }}</style></head><body><header><nav><ul>{_links(MENU)}</ul></nav></header>
<main><article><h1>{TITLE}</h1><div class="meta">14 March 2022 | Press office</div>
<div class="share-buttons"><a href="#">Facebook</a> <a href="#">Twitter</a></div>
<div class="article-body">{_body()}</div></article>
<aside class="related"><h2>Related news</h2>{_teasers()}</aside></main><footer>{_FOOT}</footer></body></html>"""


def drupal() -> str:
    return f"""<html lang="en"><head><title>{TITLE} | Harbour Police</title></head>
<body class="html not-front one-sidebar sidebar-second"><div id="page"><div id="header"><div class="region-menu"><ul class="menu">
{_links(MENU)}</ul></div></div><div id="main"><div class="breadcrumb"><a href="/">Home</a> » <a href="/news">News</a></div>
<h1 class="title">{TITLE}</h1><div class="region-content"><div class="node"><div class="field field-name-date"><span
 property="dc:date" content="2022-03-14T00:00:00+01:00">Monday, March 14, 2022</span></div>
<div class="field field-name-subtitle"><h2>{SUBTITLE}</h2></div>
<div class="field field-name-body"><div class="field-items"><div class="field-item even">{_body()}</div></div></div>
<div class="field field-name-updated">Updated June 2, 2023</div></div></div>
<div class="region-sidebar-second"><h2>Latest news</h2>{_teasers()}</div></div><div id="footer">{_FOOT}</div></div></body></html>"""


def wordpress() -> str:
    return f"""<html lang="en-GB"><head><title>{TITLE} – Harbour Police</title><script type="application/ld+json">
{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage","datePublished":"2022-03-14T08:00:00+00:00"}},
{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2022-03-14T08:00:00+00:00","dateModified":"2022-05-01T08:00:00+00:00",
"publisher":{{"@type":"Organization","name":"Harbour Police"}}}}]}}</script></head>
<body class="single post"><a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead"><ul>{_links(MENU)}</ul></header><div id="content"><div id="primary"><article id="post-12" class="post hentry">
<header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Posted on <time datetime="2022-03-14T08:00:00">March 14, 2022</time> by press</div></header>
<div class="entry-content">{_body()}<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">Tweet</a></li></ul></div></div>
</article><nav class="post-navigation"><a href="/a">Previous post</a></nav><div id="comments" class="comments-area"><h2>3 thoughts</h2>
<p>I moor my boat there and never heard a thing, well done to all of the officers who took part in this.</p></div></div>
<div id="secondary" class="widget-area">{_teasers()}</div></div><footer>{_FOOT}</footer></body></html>"""


def table_layout() -> str:
    return f"""<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY BGCOLOR=white><TABLE WIDTH=800><TR><TD COLSPAN=2><A HREF=/>HARBOUR POLICE</A></TD></TR>
<TR><TD WIDTH=150 VALIGN=top>{_links(MENU, "p")}</TD><TD><FONT SIZE=5><B>{TITLE}</B></FONT><P>14 March 2022<P>{_body().replace("</p>", "")}
</TD></TR><TR><TD COLSPAN=2 ALIGN=center><FONT SIZE=1>{_FOOT}</FONT></TD></TR></TABLE></BODY></HTML>"""


def line_breaks() -> str:
    text = "<br><br>\n".join(PARAGRAPHS[:5]) + "<br>\n<br />" + "<br/><br/>".join(PARAGRAPHS[5:])
    return f"""<html><head><title>{TITLE} - Harbour Police</title></head><body><div id="nav">{_links(MENU, "span")}</div>
<h1>{TITLE}</h1><div class="date">14.03.2022</div><div class="text">{text}</div><div id="footer">{_FOOT}</div></body></html>"""


def no_semantics() -> str:
    rows = "".join(f"<div><div>{text}</div></div>" for text in PARAGRAPHS)
    return f"""<html><head><title>{TITLE}</title></head><body><div><div>{_links(MENU, "div")}</div><div><div><div>{TITLE}</div>{rows}</div>
<div>{_teasers().replace("card", "c1")}</div></div><div>{_FOOT}</div></div></body></html>"""


def sections() -> str:
    half = _body().split("<h2>")
    return f"""<html><head><title>{TITLE}</title><meta name="dcterms.issued" content="2022-03-14"></head><body><main id="content">
<h1>{TITLE}</h1><section>{half[0]}</section><section><h2>{half[1]}</section></main>
<section class="related-links"><h2>More news</h2>{_teasers()}</section></body></html>"""


def inline_markup() -> str:
    body = (
        _body()
        .replace("Harbour police", "<b>Harb</b>our <i>police</i>")
        .replace("Marta Quill", "<a href=/q>Marta<span> Quill</span></a>")
    )
    body = body.replace("EUR 2.1 million", "EUR&nbsp;2.1&#32;million").replace("“", "&ldquo;").replace("”", "&rdquo;")
    return f"""<html><head><title>{TITLE}</title></head><body><nav>{_links(MENU)}</nav><article><h1>{TITLE}</h1>{body}</article></body></html>"""


def deep() -> str:
    return (
        f"<html><head><title>{TITLE}</title></head><body><ul>{_links(MENU)}</ul>"
        + "<div>" * 600
        + f"<h1>{TITLE}</h1>{_body()}"
        + "</div>" * 600
        + "</body></html>"
    )


def broken() -> str:
    body = _body(attributes=' class=x title="a > b"').replace("</li>", "").replace("</p>", "")
    return f"""<html><head><title>{TITLE}</title><body><!-- menu <div> --><div class=menu><ul>{_links(MENU).replace("</li>", "")}</ul></div>
<div class=body><h1>{TITLE}</h1>{body}</b></i></span></div><div class=footer>{_FOOT}"""


def figures() -> str:
    body = _body().replace(
        "<h2>",
        "<figure><img src=a.jpg><figcaption>One of the boats in the yard (photo: press office)</figcaption></figure>"
        '<div class="gallery carousel"><div>1 / 6</div><div>Motors on a pallet</div></div><h2>',
    )
    return f"""<html><head><title>{TITLE}</title></head><body><header>{_links(MENU)}</header><div role="main"><h1>{TITLE}</h1>
<p class="lead-date">Published: 14 March 2022</p>{body}<p>###</p></div><div id="cookie-banner"><p>We use cookies to make this site work and to
count visits. By continuing to browse you agree to our use of cookies.</p><button>Accept</button></div></body></html>"""


def portal() -> str:
    cards = "".join(f"<article class=teaser><h2>{t}</h2><p>{x}</p></article>" for t, x in TEASERS)
    return f"""<html><head><title>Harbour Police: {TITLE}</title><meta property="og:title" content="{TITLE}"></head><body>
<div class="grid"><div class="col-3"><nav>{_links(MENU)}</nav></div><div class="col-6"><h2>{TITLE}</h2><time datetime="2022-03-14">Mon 14 Mar</time>
<div itemprop="articleBody">{_body(h="h3")}</div></div><div class="col-3">{cards}</div></div></body></html>"""


PAGES = {
    f.__name__: f
    for f in (
        news_cms,
        drupal,
        wordpress,
        table_layout,
        line_breaks,
        no_semantics,
        sections,
        inline_markup,
        deep,
        broken,
        figures,
        portal,
    )
}
