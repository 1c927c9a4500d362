"""One invented release in the builds of many press sites: what varies is the page, not the words."""

from __future__ import annotations

import json
import textwrap

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


def nextjs() -> str:
    rows = "".join(
        f'<h3 class="Heading_h3__q1Zk9">{text}</h3>'
        if n == 2
        else f'<div class="Text_block__x7Ab2"><span>{text}</span></div>'
        for n, text in enumerate(PARAGRAPHS)
    )
    blob = json.dumps({"props": {"pageProps": {"article": {"title": TITLE, "html": _body()}}}, "buildId": "x1"})
    return f"""<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>{TITLE} | Harbour Police</title>
<meta name="next-head-count" content="3"/><link rel="preload" as="script" href="/_next/static/chunks/main.js"/></head>
<body><div id="__next"><div class="Layout_root__9aBcD"><div class="Header_wrap__aa1"><div class="Header_inner__bb2">{_links(MENU, "span")}</div></div>
<div class="Article_wrap__c3"><div class="Article_head__d4"><h1 class="Heading_h1__e5">{TITLE}</h1><time dateTime="2022-03-14T08:00:00.000Z">14 Mar 2022</time>
<button type="button" aria-label="Copy link">Copy link</button></div><div class="Article_rich__f6">{rows}</div></div>
<div class="Teaser_grid__g7">{_teasers()}</div><div class="Foot_wrap__h8">{_FOOT}</div></div></div>
<script id="__NEXT_DATA__" type="application/json">{blob}</script></body></html>"""


def amp() -> str:
    return f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><title>{TITLE}</title><link rel="canonical" href="https://harbour.example/a">
<script async src="https://cdn.ampproject.org/v0.js"></script><style amp-boilerplate>body{{-webkit-animation:-amp-start 8s}}</style>
<noscript><style amp-boilerplate>body{{animation:none}}</style></noscript><script type="application/ld+json">{{"@context":"http://schema.org",
"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2022-03-14T07:30:00Z"}}</script></head><body>
<amp-sidebar id="sidebar" layout="nodisplay"><ul>{_links(MENU)}</ul></amp-sidebar><header class="amp-wp-header"><a href="/">Harbour Police</a></header>
<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{TITLE}</h1><div class="amp-wp-byline">Press office</div></header>
<amp-img src="/boats.jpg" width="800" height="450" layout="responsive" alt="Boats"><noscript><img src="/boats.jpg"></noscript></amp-img>
<div class="amp-wp-article-content">{_body()}<amp-ad width="300" height="250" type="x"></amp-ad></div>
<div class="amp-share"><amp-social-share type="email"></amp-social-share></div></article>
<footer class="amp-wp-footer"><div>{_FOOT}<a href="#top" class="back-to-top">Back to top</a></div></footer>
<amp-analytics type="x"><script type="application/json">{{"vars": {{"account": "UA-1"}}}}</script></amp-analytics></body></html>"""


def joomla() -> str:
    return f"""<html lang="en-gb"><head><base href="https://harbour.example/news"><title>{TITLE}</title></head><body class="site com_content view-article">
<div class="body"><div class="container"><header class="header"><a class="brand" href="/">Harbour Police</a></header>
<nav class="navigation"><ul class="nav menu">{_links(MENU)}</ul></nav><div class="row-fluid"><main id="content" class="span9">
<ul itemscope class="breadcrumb"><li>You are here: &#160;</li><li><a href="/">Home</a></li><li class="active"><span>News</span></li></ul>
<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline"> {TITLE} </h2></div>
<div class="icons"><div class="btn-group pull-right"><ul class="dropdown-menu"><li class="print-icon"><a href="/p">Print</a></li><li><a href="/e">Email</a></li></ul></div></div>
<dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby">Written by <span>Press office</span></dd>
<dd class="published"><time datetime="2022-03-14T09:00:00+01:00" itemprop="datePublished">Published: 14 March 2022</time></dd><dd class="hits">Hits: 512</dd></dl>
<div itemprop="articleBody">{_body()}</div><ul class="pager pagenav"><li class="previous"><a href="/a" rel="prev">Prev</a></li><li class="next"><a href="/b">Next</a></li></ul></div>
</main><div id="aside" class="span3"><div class="well"><h3 class="page-header">Latest</h3>{_teasers()}</div></div></div></div></div><footer class="footer">{_FOOT}</footer></body></html>"""


def sharepoint() -> str:
    body = "".join(
        f'<h2 class="ms-rteElement-H2">{text}</h2>'
        if n == 2
        else f'<p class="ms-rteElement-P">\u200b<span lang="EN-GB">{text}</span></p>'
        for n, text in enumerate(PARAGRAPHS)
        if n not in (6, 7)
    ).replace(
        f'<p class="ms-rteElement-P">\u200b<span lang="EN-GB">{PARAGRAPHS[5]}</span></p>',
        "<ul>" + "".join(f"<li>{item}&#8203;</li>" for item in PARAGRAPHS[LISTED]) + "</ul>",
    )
    return f"""<html dir="ltr" lang="en-US"><head><title>
\t{TITLE}
</title></head><body><form method="post" action="page.aspx" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUK"/></div>
<div id="ms-designer-ribbon"><div id="TurnOnAccessibility" style="display:none" class="s4-notdlg noindex"><a href="#">Turn on more accessible mode</a></div></div>
<div id="s4-workspace"><div id="DeltaTopNavigation"><ul class="root ms-core-listMenu-root static">{_links(MENU)}</ul></div>
<div id="DeltaPlaceHolderMain"><div class="article article-right"><div class="article-header"><h1>{TITLE}</h1><div class="date-line">3/14/2022</div></div>
<div class="article-content"><div id="ctl00_Field" class="ms-rtestate-field" style="display:inline" aria-labelledby="x">{body}</div></div></div>
<div class="ms-webpart-zone">{_teasers()}</div></div><div id="s4-footer">{_FOOT}</div></div></form></body></html>"""


def national_agency() -> str:
    rows = "".join(
        f"<h3>{text}</h3>"
        if n == 2
        else (
            "<ol class=num>" + "".join(f"<li>{item}" for item in PARAGRAPHS[LISTED]) + "</ol>"
            if n == 5
            else f"<p>　{text}</p>"
        )
        for n, text in enumerate(PARAGRAPHS)
        if n not in (6, 7)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head><title>{TITLE}｜Harbour Police</title></head><body><div id="wrap"><table summary="head" width="100%"><tr><td><img src="logo.gif" alt="Harbour Police"/></td>
<td><a href="#a">Font size</a> <a href="#s">S</a> <a href="#m">M</a> <a href="#l">L</a></td></tr></table><table width="100%"><tr><td class="left" valign="top">
<table>{"".join(f"<tr><td><a href='/{n}'>{name}</a></td></tr>" for n, name in enumerate(MENU))}</table></td><td class="right" valign="top">
<p class="topicpath"><a href="/">Home</a> &gt; <a href="/n">News</a> &gt; {TITLE}</p><h2>{TITLE}</h2><p align="right">March 14, 2022</p>
<div class="honbun">{rows}</div><p class="pagetop"><a href="#wrap">▲ Back to top</a></p></td></tr></table>
<div class="foot">{_FOOT}</div></div></body></html>"""


def layout_paragraphs() -> str:
    rows = "".join(
        '<div class="paragraph paragraph--type--text"><div class="field field--name-field-text field__item">'
        + (f"<h2>{text}</h2>" if n == 2 else f"<p>{text}</p>")
        + "</div></div>"
        for n, text in enumerate(PARAGRAPHS)
    )
    return f"""<!DOCTYPE html><html lang="en" dir="ltr" prefix="og: https://ogp.me/ns#"><head><title>{TITLE} | Harbour Police</title>
<meta name="dcterms.date" content="2022-03-14" /></head><body class="path-node page-node-type-press-release"><a href="#main-content" class="visually-hidden focusable">Skip to main content</a>
<div class="dialog-off-canvas-main-canvas"><header role="banner"><nav role="navigation" aria-labelledby="m"><h2 class="visually-hidden" id="m">Main navigation</h2><ul>{_links(MENU)}</ul></nav></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="region region-content"><div data-drupal-messages-fallback class="hidden"></div>
<article role="article" class="node node--type-press-release"><h1><span class="field field--name-title">{TITLE}</span></h1>
<div class="node__meta">Submitted by <span>press</span> on <time datetime="2022-03-14T08:00:00Z">Mon, 03/14/2022 - 09:00</time></div>
<div class="layout layout--onecol"><div class="layout__region">{rows}</div></div><div class="layout"><details><summary>Contacts</summary><div>press@harbour.example</div></details></div>
<div class="views-element-container"><h2>Related news</h2>{_teasers()}</div></article></div></main><footer role="contentinfo">{_FOOT}</footer></div></body></html>"""


def newsletter() -> str:
    rows = "".join(
        f'<tr><td style="padding:0 24px"><table role="presentation" width="100%"><tr><td style="font-family:Arial">{text}</td></tr></table></td></tr>'
        for text in PARAGRAPHS
    )
    return f"""<html><head><title>{TITLE}</title></head><body><div style="display:none;max-height:0">Preview: eleven held in motor theft inquiry</div>
<table role="presentation" width="100%" bgcolor="#eee"><tr><td align="center"><table role="presentation" width="600"><tr><td><a href="/v">View in browser</a></td></tr>
<tr><td><h1 style="margin:0">{TITLE}</h1></td></tr><tr><td>14 March 2022</td></tr>{rows}<tr><td><a href="/u">Unsubscribe</a> | <a href="/p">Privacy policy</a></td></tr></table></td></tr></table></body></html>"""


def lead_apart() -> str:
    lead, rest = _body().split("\n", 1)
    return f"""<!DOCTYPE html><html lang="en"><head><title>Harbour Police: {TITLE}</title></head><body><div id="top">{_links(MENU, "p")}</div>
<div class="frame"><div class="news news-single"><div class="article"><h1>{TITLE}</h1><div class="footer"><p><time itemprop="datePublished" datetime="2022-03-14">14.03.2022</time></p></div>
<div class="teaser-text">{lead}</div><div class="news-text-wrap" itemprop="articleBody">{rest}</div><div class="news-backlink-wrap"><a href="/l">Back to list</a></div></div></div></div>
<div class="updates"><h2>Updates to this page</h2><ol><li>15 March 2022</li><li>First published.</li></ol></div><div id="end">{_FOOT}</div></body></html>"""


def cards_below() -> str:
    cards = "".join(
        f'<div class="c1"><h4><a href="/t{n}">{title}</a></h4><div>{text} {text} {text} {text}</div></div>'
        for n, (title, text) in enumerate(TEASERS)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} – Harbour Police</title></head><body><div class="a">{_links(MENU, "span")}</div>
<div class="b"><div class="c"><h1>{TITLE}</h1><div class="d">14/03/2022</div>{_body()}</div>{cards * 4}</div><div class="e">{_FOOT}</div></body></html>"""


def one_break_each() -> str:
    text = "<br>\n&nbsp;<br>\n".join(PARAGRAPHS[:4]) + "<br>" + "<br>&#160;<br>".join(PARAGRAPHS[4:])
    links = "".join(f'[ <a href="{n}.htm">{name}</a> ] ' for n, name in enumerate(MENU))
    return f"""<html><head><meta name="GENERATOR" content="Microsoft FrontPage 4.0"><title>Harbour Police - {TITLE}</title></head><body>
<p align="center"><font size="2">{links}</font></p><hr><p align="center"><b><font size="5">{TITLE}</font></b></p><p><i>March 14, 2022</i></p>
<font face="Verdana">{text}</font><hr><p><font size="1">{links}</font></p></body></html>"""


def preformatted() -> str:
    text = "\n\n".join(textwrap.fill(paragraph, 68) for paragraph in PARAGRAPHS)
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><pre>\n14 March 2022\n\n{text}\n</pre></body></html>"


def script_data() -> str:
    blob = json.dumps({"props": {"post": {"title": TITLE, "body": _body(), "seo": "Harbour Police news and figures"}}})
    return f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title></head><body><div id="__next"></div>
<noscript>You need to enable JavaScript to run this app.</noscript><script id="__NEXT_DATA__" type="application/json">{blob}</script></body></html>"""


def linked_data_only() -> str:
    item = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2022-03-14",
        "articleBody": "\n".join(PARAGRAPHS),
    }
    return f"""<!DOCTYPE html><html><head><title>{TITLE}</title><script type="application/ld+json">{json.dumps(item)}</script></head>
<body><app-root></app-root><script src="main.js"></script></body></html>"""


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
        nextjs,
        amp,
        joomla,
        sharepoint,
        national_agency,
        layout_paragraphs,
        newsletter,
        lead_apart,
        cards_below,
        one_break_each,
        preformatted,
    )
}

# These show nothing of it by themselves.
DATA_PAGES = {f.__name__: f for f in (script_data, linked_data_only)}
