"""A real browser for the tests: headless Chromium, driven over its debugging pipe (no port, no library).

Only what the tests need: open a page, run JavaScript, move the mouse, press keys, wait for a condition.
"""

import base64
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"]
_KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, " ": 32, "PageUp": 33, "PageDown": 34, "End": 35, "Home": 36,
         "ArrowUp": 38, "ArrowDown": 40}
_AT_THREE_AND_FOUR = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(fd), fcntl.F_DUPFD, 10) for fd in sys.argv[1:3])
os.dup2(read, 3), os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""  # where Chromium expects its pipe
_PATIENCE = 30.0  # seconds; the machine may be busy


class PageLeft(RuntimeError):
    """The page was left while a question to it was open, and took the answer with it."""


class Chromium:
    """One browser with one tab. `events` are what the page told: console messages, requests, failures."""

    def __init__(self, *flags: str, width: int = 1280, height: int = 900) -> None:
        self._profile = tempfile.mkdtemp(prefix="lexibulle-chromium-")
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()

        self._process = subprocess.Popen(
            [sys.executable, "-c", _AT_THREE_AND_FOUR, str(to_read), str(to_write), executable(), *_FLAGS,
             *flags, f"--user-data-dir={self._profile}", f"--window-size={width},{height}", "about:blank"],
            pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self._numbers = itertools.count(1)
        self._unread = b""
        self.events: list[dict[str, Any]] = []
        self._session = ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE)
        os.close(self._read)
        os.close(self._write)
        shutil.rmtree(self._profile, ignore_errors=True)

    def open(self, url: str) -> None:
        self._call("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True,
                            userGesture=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", answer))
        return answer["result"].get("value")

    def wait_for(self, condition: str) -> Any:
        """The value of a JavaScript expression once it is true, in whatever page is then open."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with suppress(PageLeft):
                if (value := self.run(f"(value => value instanceof Node || value)({condition})")):
                    return value
            time.sleep(0.02)
        raise TimeoutError(condition)

    def hover(self, selector: str) -> None:
        x, y = self._middle(selector)
        self._call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector: str) -> None:
        x, y = self._middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def tap(self, selector: str) -> None:
        x, y = self._middle(selector)
        self._call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self._call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key: str, *, shift: bool = False) -> None:
        text = {"Enter": "\r", " ": " "}.get(key)
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            self._call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=_KEYS[key],
                       modifiers=8 if shift else 0, **extra)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self._call("Input.insertText", text=text)

    def choose(self, selector: str, *files: Path) -> None:
        """Choose files in a field, as its dialog would."""
        found = self._call("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        self._call("DOM.setFileInputFiles", files=[str(file) for file in files],
                   objectId=found["result"]["objectId"])

    def drop(self, selector: str, *files: Path) -> None:
        """Drag files in from the desktop and let them go there."""
        x, y = self._middle(selector)
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self._call("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)

    def save_to(self, folder: Path) -> None:
        """Where what is downloaded goes."""
        self._call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def emulate(
        self, *, dark: bool = False, width: int = 1280, height: int = 900, touch: bool = False,
        forced_colors: bool = False, still: bool = False,
    ) -> None:
        """What the reader's system asks for: colours, a window, a finger, no motion (`still`)."""
        wishes = {"prefers-color-scheme": "dark" if dark else "light",
                  "forced-colors": "active" if forced_colors else "none",
                  "prefers-reduced-motion": "reduce" if still else "no-preference"}
        self._call("Emulation.setEmulatedMedia",
                   features=[{"name": name, "value": value} for name, value in wishes.items()])
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=touch,
                   deviceScaleFactor=1)
        self._call("Emulation.setTouchEmulationEnabled", enabled=touch)

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def pdf(self) -> bytes:
        """The page as it would be printed."""
        return base64.b64decode(self._call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    def _middle(self, selector: str) -> tuple[float, float]:
        box = self.run(f"(({_MIDDLE})({json.dumps(selector)}))")
        return box["x"], box["y"]

    def _call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            self.events.append(answer)
        if "error" in answer:
            kind = PageLeft if "navigated" in answer["error"]["message"] else RuntimeError
            raise kind(f"{method}: {answer['error']}")
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            piece = os.read(self._read, 1 << 16)
            if not piece:
                raise RuntimeError("Chromium has gone")
            self._unread += piece
        raw, _, self._unread = self._unread.partition(b"\0")
        event: dict[str, Any] = json.loads(raw)
        return event


_MIDDLE = """selector => {
  const found = document.querySelector(selector);
  found.scrollIntoView({block: 'nearest'});
  const box = found.getClientRects()[0];
  return {x: box.x + box.width / 2, y: box.y + box.height / 2};
}"""


def executable() -> str:
    """Chromium is needed by the tests, never skipped over: without it they fail and say so."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("Chromium is missing: apt-get install chromium")
