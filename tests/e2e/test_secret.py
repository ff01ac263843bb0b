"""The token is for the background alone: nothing that runs in a page finds it, not even where our own scripts do."""

from typing import Final

from e2e.reader import Reader

_LOOK: Final = """async () => {
    const kept = async area => JSON.stringify(await chrome.storage[area].get(null));
    const areas = await Promise.all(['local', 'session'].map(area => kept(area).catch(String)));
    const bases = (await indexedDB.databases()).map(({name}) => name);
    return [typeof lexibulle, areas.join(), bases.join()];
}"""


def test_no_script_in_a_page_finds_the_token(reader: Reader) -> None:
    """Run in the very world of our content scripts, in both browsers; a page of the extension does find it."""
    reader.open("article.html")
    reader.wait_for("ROI")

    world, stored, bases = reader.browser.aside(f"""(async () => {{
        const [tab] = await chrome.tabs.query({{url: 'http://127.0.0.1/*'}});
        const [{{result}}] = await chrome.scripting.executeScript({{target: {{tabId: tab.id}}, func: {_LOOK}}});
        return result;
    }})()""")

    assert world == "object"  # that of our content scripts
    assert stored
    assert reader.token not in stored
    assert "lexibulle" not in bases
    assert reader.browser.aside("(await import('/background/vault.js')).readSecret()") == reader.token
