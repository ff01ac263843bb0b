"""Saved pages: XHTML stays XML, and what is added stands where a browser shows it."""

import pytest
from lxml import etree

from lexibulle import Annotator, documents
from tagging import surfaces, tagged

XHTML = """<?xml version="1.0" encoding="iso-8859-15"?>
<?xml-stylesheet href="a>b"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd" [<!ENTITY x "y>z">]>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/1999/xhtml" xml:lang="fr"><head>
<title>Point à 5 €</title><script src="x"/><style>p > b { color: red }</style></head>
<body><p>Nos MQL <a id="x"/>d’été, <![CDATA[les leads < 3]]>, le <x:b>churn</x:b> <a href="x">du ROI</a></p>
<script>//<![CDATA[
if (a < b) write("</script> <b>MQL");
//]]></script><textarea/><x:p/><p>cold<br/>emails</p><other xmlns="urn:x">pipeline commercial</other></body>
</html>
<!-- MQL -->
""".replace("’", "'")
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("lexicon", [False, True])
def test_xhtml_stays_xml(annotator: Annotator, lexicon: bool) -> None:
    data = XHTML.encode("iso-8859-15")

    document, hits, written = tagged(annotator, data, "a.xhtml", every=True, lexicon=lexicon)
    marks = [mark for mark in etree.fromstring(written).iter() if mark.get("class") == "lexibulle-term"]

    assert document.title == "Point à 5 €"
    assert [" ".join(surface.split()) for surface in surfaces(hits)] == [
        "MQL", "churn", "ROI", "cold emails", "pipeline commercial"]
    assert [(str(mark.tag).removeprefix(NAMESPACE), mark.text) for mark in marks] == [
        ("button", "MQL"), ("button", "churn"), ("span", "ROI"), ("button", "cold"), ("button", "emails"),
        ("button", "pipeline commercial")]
    assert documents.untag(written, "a.xhtml") == data


@pytest.mark.parametrize("source", [
    "<p>MQL</p>", "<html><p>MQL</p></html>\n<!-- fin -->", "<p>MQL<br/></p>\n", "<body><p>MQL</p></body>",
    "<html><head><title/></head><body><svg><svg/></svg><p>MQL</p></body></html>", "<a:p xmlns:a='urn:x'>MQL</a:p>",
    "<html><body/>MQL</html>", "<html><body></body>MQL</html>"])
def test_what_is_added_to_xhtml_stands_inside_its_root(annotator: Annotator, source: str) -> None:
    _, hits, written = tagged(annotator, source.encode(), "a.xhtml")

    assert surfaces(hits) == ["MQL"]
    assert etree.fromstring(written).xpath("count(.//*[@popover])") == 1
    assert documents.untag(written, "a.xhtml") == source.encode()


@pytest.mark.parametrize("source", ["<p>x</p>MQL", "MQL", "<p>MQL", "</body>MQL", "<script>x</p>MQL"])
def test_xhtml_that_is_no_xml_comes_back_to_the_byte(annotator: Annotator, source: str) -> None:
    written = tagged(annotator, source.encode(), "a.xhtml")[2]

    assert documents.untag(written, "a.xhtml") == source.encode()


@pytest.mark.parametrize("opened", [
    "<script>", "<plaintext>", "<textarea>", "<template><p>", "<svg><style>", "<select><option>", "<!-- "])
def test_what_is_left_open_does_not_swallow_the_cards(annotator: Annotator, opened: str) -> None:
    source = f"<p>MQL</p>{opened}churn"

    _, hits, written = tagged(annotator, source.encode(), "a.html")

    assert surfaces(hits) == ["MQL"]
    assert written.decode().endswith(f"<!-- /Lexibulle -->{opened}churn")
    assert documents.untag(written, "a.html") == source.encode()


@pytest.mark.parametrize("source", [
    "<code><script>x = '</code> MQL'</script></code><p>churn",
    "<template><style>/*</template> MQL*/</style></template>churn", "<svg><svg/></svg>churn",
    "<svg><style>p {}</style><title>MQL</title></svg>churn", "<![CDATA[ MQL ]]>churn",
    "<base href='/x/'>churn"])
def test_only_what_is_read_is_marked(annotator: Annotator, source: str) -> None:
    _, hits, written = tagged(annotator, source.encode(), "a.html")

    assert surfaces(hits) == ["churn"]
    assert documents.untag(written, "a.html") == source.encode()
