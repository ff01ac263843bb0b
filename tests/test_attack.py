"""A hostile page in a real browser: it fires all it has at the service, and nothing is served."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from chromium import Chromium
from serving import PATIENCE, Service
from waiting import wait_until

pytestmark = pytest.mark.xdist_group("chromium")
EVIL, REBOUND = "evil.example", "rebound.example"
PAGE = "<!doctype html><title>Hostile</title><meta name=referrer content=no-referrer><p>Hostile"

# Every way a script has to send a request; what it can read of an answer is a finding.
FIRE = """
async (service, token) => {
  const read = [];
  const json = JSON.stringify({text: 'Nos leads.'});
  const settled = [];
  const fire = (path, options) => settled.push(
    fetch(service + path, options).then(async (answer) => {
      const text = await answer.text();
      if (text) read.push([path, answer.status, text.slice(0, 80)]);
    }).catch(() => {}));
  for (const mode of ['cors', 'no-cors'])
    for (const credentials of ['include', 'omit']) {
      for (const path of ['v1/terms', 'v1/health', 'v1/pairings', '', 'openapi.json', 'static/page.js'])
        fire(path, {mode, credentials});
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
        for (const path of ['v1/annotate', 'v1/pair', 'v1/pairings/x/approve'])
          fire(path, {mode, credentials, method: 'POST', body: json, headers: {'Content-Type': type}});
    }
  for (const headers of [{'Content-Type': 'application/json'}, {Authorization: 'Bearer ' + token}, {'X-Other': '1'}])
    for (const method of ['POST', 'PUT', 'DELETE'])
      fire('v1/annotate', {method, body: json, headers});
  fire('v1/annotate', {method: 'POST', body: json, keepalive: true, mode: 'no-cors'});
  navigator.sendBeacon(service + 'v1/annotate', json);
  navigator.sendBeacon(service + 'v1/pair', new Blob(['{"name": "x"}'], {type: 'text/plain'}));

  const element = (name, attributes) => new Promise((done) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.onload = () => done(name + ' loaded');
    made.onerror = () => done('');
    document.body.append(made);
  });
  const loaded = await Promise.all([
    element('img', {src: service + 'static/icon.svg'}), element('img', {src: service + 'v1/terms'}),
    element('script', {src: service + 'static/page.js', type: 'module'}),
    element('script', {src: service + 'v1/terms'}),
    element('link', {rel: 'stylesheet', href: service + 'static/page.css'})]);
  read.push(...loaded.filter(Boolean));

  for (const path of ['', 'v1/terms', 'extensions']) {
    const frame = Object.assign(document.createElement('iframe'), {src: service + path});
    await new Promise((done) => { frame.onload = done; document.body.append(frame); });
    try { if (frame.contentDocument.body.textContent) read.push(['frame', path]); } catch { /* of another origin */ }
  }
  const target = Object.assign(document.createElement('iframe'), {name: 'target'});
  document.body.append(target);
  for (const enctype of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
    const form = Object.assign(document.createElement('form'), {
      method: 'post', action: service + 'v1/annotate', enctype, target: 'target'});
    form.append(Object.assign(document.createElement('input'), {name: '{"text": "a', value: '"}'}));
    document.body.append(form);
    await new Promise((done) => { target.onload = done; form.submit(); });
  }
  await new Promise((done) => {
    const socket = new WebSocket(service.replace('http', 'ws') + 'v1/annotate');
    socket.onopen = () => { read.push('socket'); done(); };
    socket.onerror = done;
  });
  await new Promise((done) => {
    const source = new EventSource(service + 'v1/health');
    source.onmessage = () => read.push('event');
    source.onerror = () => { source.close(); done(); };
  });
  await Promise.all(settled);
  return read;
}
"""


class _Hostile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the name the server looks for
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def hostile() -> Iterator[int]:
    """The port of a server of hostile pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hostile) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("home"), idle_seconds=15) as service:
        yield service


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """Names of the attacker lead to this machine, as after DNS rebinding; nothing asks the user for leave."""
    with Chromium(f"--host-resolver-rules=MAP {EVIL} 127.0.0.1, MAP {REBOUND} 127.0.0.1",
                  "--disable-features=LocalNetworkAccessChecks") as started:
        yield started


def answered(service: Service, already: int = 0) -> list[tuple[str, str, int]]:
    """Method, route and status of what the service has answered, from its log; the icon of a tab left out."""
    lines = [line.split() for line in service.log.read_text("utf-8").splitlines()[already:]]
    return [(words[2], words[3], int(words[4])) for words in lines
            if words[-1:] == ["o"] and words[3] != "/favicon.ico"]


def soon_answered(service: Service, already: int) -> list[tuple[str, str, int]]:
    """The same, not before there is something: the log is written after the answer."""
    wait_until(lambda: bool(answered(service, already)))
    return answered(service, already)


def log_lines(service: Service) -> int:
    return len(service.log.read_text("utf-8").splitlines())


def quiet(service: Service) -> None:
    """Waits until no more requests come in."""
    deadline, before = time.monotonic() + PATIENCE, -1
    while time.monotonic() < deadline and before != (before := log_lines(service)):
        time.sleep(0.5)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", EVIL])
def test_a_page_of_another_origin_is_served_nothing(
    browser: Chromium, victim: Service, hostile: int, name: str
) -> None:
    """Another server of this machine, and a page of the web; with a token that it should not have."""
    browser.open(f"http://{name}:{hostile}/")
    already = log_lines(victim)

    read = browser.run(f"({FIRE})({json.dumps(victim.address)}, {json.dumps(victim.token)})")

    quiet(victim)
    answers = answered(victim, already)
    assert read == []
    assert len(answers) > 40
    assert {status for _, _, status in answers} <= {403, 421}


def test_a_rebinding_page_is_served_nothing(browser: Chromium, victim: Service) -> None:
    """Its name leads here, its port is ours: to the browser everything is of one origin."""
    already = log_lines(victim)
    for address in (f"http://{REBOUND}:{victim.port}/", f"http://{REBOUND}:{victim.port}/v1/health"):
        browser.open(address)
        assert "421" in browser.run("document.body.textContent")

    shown = browser.run(f"""Promise.all(['v1/health', 'v1/terms', '', 'v1/pair'].map((path) =>
        fetch('/' + path, {{method: path === 'v1/pair' ? 'POST' : 'GET',
                            headers: {{Authorization: 'Bearer {victim.token}'}}}}).then((answer) => answer.status)))""")

    quiet(victim)
    assert shown == [421] * 4
    assert {status for _, _, status in answered(victim, already)} == {421}


@pytest.mark.parametrize("enctype", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
@pytest.mark.parametrize("path", ["v1/annotate", "v1/pair", "v1/pairings/x/approve", ""])
def test_a_form_that_navigates_to_the_service_is_refused(
    browser: Chromium, victim: Service, hostile: int, enctype: str, path: str
) -> None:
    """No local-network rule of a browser stops it."""
    browser.open(f"http://{EVIL}:{hostile}/")
    already = log_lines(victim)

    browser.run(f"""(() => {{
        const form = Object.assign(document.createElement('form'), {{
            method: 'post', action: {json.dumps(victim.address + path)}, enctype: {json.dumps(enctype)}}});
        form.append(Object.assign(document.createElement('input'), {{name: '{{"text": "a', value: '"}}'}}));
        document.body.append(form);
        form.submit();
    }})()""")

    browser.wait_for(f"location.href === {json.dumps(victim.address + path)} && document.readyState === 'complete'")
    assert [status for _, _, status in soon_answered(victim, already)] == [403]


def test_a_link_from_a_hostile_page_reads_nothing_and_opens_no_api(
    browser: Chromium, victim: Service, hostile: int
) -> None:
    """The page of the service may be linked to; whoever opened it has no hold on it."""
    for path, statuses in (("v1/terms", {403}), ("", {200})):
        browser.open(f"http://{EVIL}:{hostile}/")
        already = log_lines(victim)
        browser.run(f"location.href = {json.dumps(victim.address + path)}")
        browser.wait_for(f"location.href === {json.dumps(victim.address + path)} && document.readyState === 'complete'")
        assert {status for _, _, status in soon_answered(victim, already)[:1]} == statuses

    assert browser.run("window.opener === null && document.referrer === ''")
