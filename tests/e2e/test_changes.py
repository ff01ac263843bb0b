"""Pages that change while they are read: nothing breaks, nothing slips, nothing grows."""

from typing import Final

import pytest

from e2e.reader import Reader

# each underlined word, with the id of what it stands in
PLACES: Final = """[...CSS.highlights.values()].slice(0, 2).flatMap(marked => [...marked].map(range =>
    range.startContainer.data.slice(range.startOffset, range.endOffset) + ' '
    + range.startContainer.parentElement.closest('[id]').id)).sort()"""


def ranges(reader: Reader) -> int:
    count: int = reader.browser.run("[...CSS.highlights.values()].reduce((sum, marked) => sum + marked.size, 0)")
    return count


def test_react_renders_again_around_underlined_words(reader: Reader) -> None:
    reader.open("react.html")
    reader.wait_underlined("lead", "prospects", "closing")
    for _ in range(5):
        reader.browser.run("window.turn()")

    reader.wait_underlined("prospects", "CRM")
    assert reader.browser.run("window.errors") == []
    assert reader.browser.run("document.getElementById('count').textContent") == "5 prospects pour le CRM du mois."


def test_text_edited_500_times_is_right_and_does_not_grow(reader: Reader) -> None:
    reader.open("edits.html")
    reader.wait_underlined("lead", "prospect")
    reader.browser.run("""(async () => {
        const text = document.getElementById('text').firstChild;
        for (let turn = 0; turn < 500; turn += 1) {
            text.data = turn % 2 ? 'Un lead arrive.' : `Le churn ${turn} baisse.`;
            if (turn % 50 === 0) await new Promise(resolve => setTimeout(resolve, 30));
        }
        text.data = 'Encore un lead arrive.';
    })()""")

    reader.wait_underlined("lead", "prospect")
    assert ranges(reader) == 2


def test_what_comes_goes_moves_and_shows_is_followed(reader: Reader) -> None:
    reader.open("edits.html")
    reader.wait_underlined("lead", "prospect")
    reader.browser.run("""(() => {
        const list = document.getElementById('list');
        list.insertAdjacentHTML('beforeend', '<li>Un funnel.</li>');
        document.querySelector('article').append(list.firstElementChild);
    })()""")
    reader.wait_underlined("lead", "prospect", "funnel")
    reader.browser.run("document.getElementById('later').hidden = false")
    reader.wait_underlined("lead", "prospect", "funnel", "pitch")
    reader.browser.run("document.getElementById('text').innerHTML = 'Le <b>ROI</b> monte.'")
    reader.wait_underlined("prospect", "funnel", "pitch", "ROI")
    reader.browser.run("document.getElementById('text').remove()")
    reader.wait_underlined("prospect", "funnel", "pitch")


def test_what_changed_while_it_was_hidden_is_read_when_it_is_shown(reader: Reader) -> None:
    reader.open("again.html")
    reader.wait_underlined("prospect", "lead", "churn", "CRM")
    reader.browser.run("""(() => {
        document.getElementById('modal').style.display = 'none';
        document.querySelector('#modal p').textContent = 'Un pitch attend.';
        document.querySelector('#seen p').textContent = 'Un funnel.';
    })()""")
    reader.wait_underlined("funnel", "churn", "CRM")

    reader.browser.run("document.getElementById('modal').style.display = 'block'")

    reader.wait_underlined("funnel", "pitch", "churn", "CRM")


def test_page_that_is_hidden_at_first_is_read_when_it_is_shown(reader: Reader) -> None:
    reader.open("late.html")
    reader.browser.wait("CSS.highlights.size > 0")

    reader.browser.run("document.documentElement.style.display = 'block'")

    reader.wait_underlined("lead")


@pytest.mark.parametrize(("inner", "word"), [("x-post", "churn"), ("#contents", "CRM")])
def test_what_has_no_box_of_its_own_is_read_again_when_it_is_put_back(reader: Reader, inner: str, word: str) -> None:
    reader.open("again.html")
    reader.wait_underlined("prospect", "lead", "churn", "CRM")
    reader.browser.run(f"""(() => {{
        const inner = document.querySelector('{inner}');
        const parent = inner.parentElement;
        inner.remove();
        document.querySelector('#seen p').textContent = 'Un funnel.';
        window.putBack = () => parent.append(inner);
    }})()""")
    words = ["funnel", "lead", "churn", "CRM"]
    reader.wait_underlined(*(other for other in words if other != word))

    reader.browser.run("window.putBack()")

    reader.wait_underlined(*words)


def test_what_is_not_visible_is_not_sent_and_takes_no_place(reader: Reader) -> None:
    reader.open("veil.html")

    reader.browser.wait(f"{PLACES}.join() === 'CRM seen,lead seen,prospect word'")

    assert "Un lead arrive dans le CRM." in reader.relay.texts()
    assert not [text for text in reader.relay.texts() if "churn" in text or "pitch" in text]


def test_what_becomes_visible_is_read_and_takes_the_place_of_what_does_not_stay(reader: Reader) -> None:
    reader.open("veil.html")
    reader.browser.wait(f"{PLACES}.join() === 'CRM seen,lead seen,prospect word'")

    reader.browser.run("document.body.classList.add('open')")
    reader.browser.wait(f"{PLACES}.join() === 'CRM seen,churn menu,lead seen,prospect word'")
    reader.browser.move(*reader.middle_of("#word"))
    reader.wait_for("pitch")

    reader.browser.run("document.getElementById('seen').hidden = true")
    reader.browser.run("""document.getElementById('fade').insertAdjacentHTML(
        'afterend', '<p id=new>Un lead revient.</p>')""")
    reader.browser.wait(f"{PLACES}.includes('lead new')")
    reader.browser.run("document.getElementById('new').style.display = 'none'")
    reader.browser.run("document.getElementById('seen').hidden = false")
    reader.browser.wait(f"{PLACES}.includes('lead seen')")


def test_what_comes_into_a_slot_is_read(reader: Reader) -> None:
    reader.open("slots.html")
    reader.wait_underlined("lead", "CRM")

    for host in ("x-closed", "x-open"):
        reader.browser.run(f"document.querySelector('{host}').insertAdjacentHTML('beforeend', '<p>Un prospect.</p>')")

    reader.wait_underlined("lead", "CRM", "prospect", "prospect")


def test_page_that_sets_its_style_sheets_anew_keeps_the_underlines(reader: Reader) -> None:
    reader.open("again.html")
    reader.wait_underlined("prospect", "lead", "churn", "CRM")
    reader.browser.run("(document.adoptedStyleSheets = [new CSSStyleSheet()]) && null")

    reader.browser.run("document.querySelector('#seen').insertAdjacentHTML('beforeend', '<p>Un funnel.</p>')")

    reader.wait_for("funnel")
    assert reader.browser.run("document.adoptedStyleSheets.length") == 2


def test_page_that_turns_into_another_is_read_again(reader: Reader) -> None:
    reader.open("edits.html")
    reader.wait_underlined("lead", "prospect")
    reader.browser.run("""(() => {
        history.pushState({}, '', 'autre');
        document.body.innerHTML = '<main><h1>Autre page</h1><p>Le CRM.</p></main>';
    })()""")

    reader.wait_underlined("CRM")


def test_page_from_the_back_forward_cache_goes_on(reader: Reader) -> None:
    reader.open("article.html")
    reader.wait_for("ROI")
    reader.open("edits.html")
    reader.wait_for("lead")
    reader.browser.run("history.back()")
    reader.browser.wait("document.title === 'Trois mois de prospection'")

    reader.wait_for("ROI")
    reader.browser.run("document.getElementById('third').textContent = 'Le churn baisse.'")
    reader.wait_for("churn")


def test_page_from_the_back_forward_cache_tells_its_words_again(reader: Reader) -> None:
    told = "page => !page.reading && page.found.some(({ key }) => key.endsWith(':roi'))"
    reader.open("article.html")
    wait_for_told(reader, told)
    reader.open("edits.html")
    reader.wait_for("lead")

    reader.browser.run("history.back()")

    wait_for_told(reader, told)


def test_page_without_a_word_tells_that_it_is_read(reader: Reader) -> None:
    reader.open("empty.html")

    wait_for_told(reader, "page => !page.reading && page.found.length === 0")


def wait_for_told(reader: Reader, condition: str) -> None:
    """Until a page has told the background what meets a condition."""
    assert reader.browser.aside(f"""(async () => {{
        const isMet = {condition};
        for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(go => setTimeout(go, 50))) {{
            const kept = Object.entries(await chrome.storage.session.get(null));
            if (kept.some(([name, page]) => name.startsWith('page:') && isMet(page))) return true;
        }}
        return false;
    }})()""")


def test_virtual_list_shows_the_right_words_while_scrolling(reader: Reader) -> None:
    reader.open("virtual.html")
    reader.wait_for("lead")
    for top in (4000, 8000, 20000, 40):
        reader.browser.run(f"document.getElementById('list').scrollTop = {top}")
    reader.browser.run("document.getElementById('list').scrollTop = 10040")  # first row: 251

    reader.browser.wait("""(() => {
        const rows = [...document.querySelectorAll('article')].map(row => row.firstChild.data);
        const words = [...CSS.highlights.values()].flatMap(marked => [...marked].map(range =>
            range.startContainer.data.slice(range.startOffset, range.endOffset)));
        return words.length === rows.length && rows.every(row => words.some(word => row.includes(`Un ${word} du`)));
    })()""")


def test_endless_feed_is_followed_with_few_requests(reader: Reader) -> None:
    reader.open("feed.html")
    reader.wait_for("lead")
    reader.browser.run("""(async () => {
        while (made < 2000) {
            scrollTo(0, document.documentElement.scrollHeight);
            await new Promise(resolve => requestAnimationFrame(resolve));
        }
        scrollTo(0, document.documentElement.scrollHeight);
    })()""")

    reader.browser.wait("""[...CSS.highlights.values()].some(marked => [...marked].some(range =>
        range.startContainer.parentElement.parentElement === document.querySelector('article:nth-last-child(2)')))""")
    texts = reader.relay.texts()
    assert len(reader.relay.bodies) < 40
    assert len(texts) < 200  # the same dozen, under the evidence that grew
