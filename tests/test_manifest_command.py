"""`keep-talking manifest`: the manifest as it is, or the one with which Slack calls over HTTP; from a checkout and from a wheel."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from bot.config import ConfigError
from bot.manifest import CHANGES, manifest_text, over_http, request_url

ROOT = Path(__file__).parent.parent
URL = "https://talk.example.com/slack/events"


def keep_talking(folder: Path, *arguments: str, source: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command elsewhere than in the checkout."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(source)}
    command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603


def http_form() -> Any:
    return yaml.safe_load(over_http(manifest_text(), URL))


def test_the_manifest_is_printed_as_it_is(tmp_path: Path) -> None:
    done = keep_talking(tmp_path, "manifest")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (ROOT / "manifest.yml").read_text()


def test_with_an_address_it_is_the_one_for_http(tmp_path: Path) -> None:
    done = keep_talking(tmp_path, "manifest", "--url", "https://talk.example.com")

    assert (done.returncode, done.stderr) == (0, "")
    assert yaml.safe_load(done.stdout) == http_form()


def test_over_http_nothing_but_the_addresses_and_the_mode_is_another() -> None:
    expected = copy.deepcopy(yaml.safe_load(manifest_text()))
    expected["features"]["slash_commands"][0]["url"] = URL
    expected["settings"]["event_subscriptions"]["request_url"] = URL
    expected["settings"]["interactivity"] |= {"request_url": URL, "message_menu_options_url": URL}
    expected["settings"]["socket_mode_enabled"] = False

    assert http_form() == expected


def test_the_manifest_for_http_is_valid_by_slacks_schema() -> None:
    schema = json.loads((Path(__file__).parent / "manifest.schema.json").read_text())

    jsonschema.validate(http_form(), schema)


@pytest.mark.parametrize("place", [before for before, _ in CHANGES])
def test_each_place_that_changes_stands_in_the_manifest_once(place: str) -> None:
    assert manifest_text().count(place) == 1


ADDRESSES = {
    "https://talk.example.com": URL,
    "https://talk.example.com/": URL,
    "https://talk.example.com:8443": "https://talk.example.com:8443/slack/events",
    "https://example.com/bots/talk": "https://example.com/bots/talk",
    'https://example.com/a"b:': 'https://example.com/a"b:',
}


@pytest.mark.parametrize(("given", "url"), ADDRESSES.items())
def test_an_address_without_a_path_gets_the_bots_own(given: str, url: str) -> None:
    found = request_url(given)

    assert found == url
    assert yaml.safe_load(over_http(manifest_text(), found))["settings"]["interactivity"]["request_url"] == url


WRONG = {
    "": "must begin with https://",
    "talk.example.com": "must begin with https://",
    "http://talk.example.com": "must begin with https://",
    "https://": "must begin with https://",
    "https://talk.example.com/?team=1": "has a query or a fragment",
    "https://talk.example.com/?": "has a query or a fragment",
    "https://talk.example.com/#top": "has a query or a fragment",
    "https://me:secret@talk.example.com": "holds a user or a password",
    "https://talk.example.com:99999": "can't be read as an address",
    "https://[talk": "can't be read as an address",
    "https://talk.example.com/a b": "in plain letters",
    "https://talk.example.com\nx: y": "in plain letters",
    "https://b\u00fccher.example": "in plain letters",
    f"https://talk.example.com/{'x' * 3000}": "has 3,025 characters",
}


@pytest.mark.parametrize(("given", "why"), WRONG.items())
def test_an_address_that_slack_could_not_call_is_refused(given: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        request_url(given)


def test_a_wrong_address_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = keep_talking(tmp_path, "manifest", "--url", "http://talk.example.com")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "keep-talking: --url must begin with https://, since Slack calls nothing else, for example https://talk.example.com.\n"
    )


def test_an_installed_wheel_holds_the_manifest(tmp_path: Path) -> None:
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])

    done = keep_talking(tmp_path, "manifest", source=Path(wheel))
    version = keep_talking(tmp_path, "--version", source=Path(wheel))

    assert done.stdout == (ROOT / "manifest.yml").read_text()
    assert (version.returncode, version.stdout) == (0, "keep-talking 0.1.0\n")
